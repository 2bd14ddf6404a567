using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox workflow diff W V1 V2</c>: what changed, as <c>diff -u</c> writes it.</summary>
internal sealed class WorkflowDiffCommand : ClientCommand
{
    private readonly Argument<string> _workflow = new("WORKFLOW") { Description = "Name, or repository/name" };
    private readonly Argument<int> _from = new("V1") { Description = "Number of a version" };
    private readonly Argument<int> _to = new("V2") { Description = "Number of another" };

    public WorkflowDiffCommand(CliContext context)
        : base(context, "diff", "Shows what changed between two versions of a workflow")
    {
        Arguments.Add(_workflow);
        Arguments.Add(_from);
        Arguments.Add(_to);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var query = QueryString.Create(new KeyValuePair<string, string?>[]
        {
            new("workflow", parse.GetValue(_workflow)),
            new("from", parse.GetValue(_from).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new("to", parse.GetValue(_to).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        });
        var diff = await server.Api.GetAsync<WorkflowDiffModel>("workflow-versions/diff" + query, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(diff);
        }
        else
        {
            foreach (var line in diff.Diff.Split('\n').SkipLast(diff.Diff.EndsWith('\n') ? 1 : 0))
            {
                await Context.Output.WriteAsync(TerminalText.Plain(line) + "\n");
            }
        }

        return ExitCodes.Done;
    }
}
