using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox approval list</c>: what waits for a person.</summary>
internal sealed class ApprovalListCommand : ClientCommand
{
    private readonly Option<string?> _status = new("--status") { Description = "Open, Approved, Rejected, ChangesRequested or Expired; default Open", HelpName = "S", DefaultValueFactory = _ => "Open" };
    private readonly Option<string?> _run = new("--run") { Description = "Only of this run", HelpName = "RUN" };

    public ApprovalListCommand(CliContext context)
        : base(context, "list", "Lists the questions that wait for a person")
    {
        Options.Add(_status);
        Options.Add(_run);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var query = QueryString.Create(new KeyValuePair<string, string?>[] { new("status", parse.GetValue(_status)), new("run", parse.GetValue(_run)) });
        var approvals = await server.Api.GetAsync<List<ApprovalModel>>("approvals" + query, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(approvals);
            return ExitCodes.Done;
        }

        var table = new CliTable("APPROVAL", "RUN", "STEP", "STATUS", "UNTIL", "QUESTION");
        foreach (var a in approvals)
        {
            table.Add(a.Id, a.RunKey, a.StepId, a.Status, CliText.Time(a.Deadline), a.Question);
        }

        table.Write(Context, "No approval matches.");
        return ExitCodes.Done;
    }
}
