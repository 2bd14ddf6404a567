using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox workflow show W</c>: the YAML as written; its faults on standard error.</summary>
internal sealed class WorkflowShowCommand : ClientCommand
{
    private readonly Argument<string> _workflow = new("WORKFLOW") { Description = "Name, or repository/name" };

    public WorkflowShowCommand(CliContext context)
        : base(context, "show", "Prints a workflow as it is written")
    {
        Arguments.Add(_workflow);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var workflow = await server.Api.GetAsync<WorkflowModel>("workflows/" + CliPaths.Segments(parse.GetValue(_workflow)!), cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(workflow);
            return ExitCodes.Done;
        }

        await Context.Output.WriteLineAsync((workflow.Yaml ?? "").TrimEnd('\n'));
        foreach (var d in workflow.Diagnostics)
        {
            await Context.Error.WriteLineAsync(CliPaths.Line(d));
        }

        return ExitCodes.Done;
    }
}
