using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox workflow list</c>.</summary>
internal sealed class WorkflowListCommand(CliContext context) : ClientCommand(context, "list", "Lists the workflows of the known repositories")
{
    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var workflows = await server.Api.GetAsync<List<WorkflowModel>>("workflows", cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(workflows);
            return ExitCodes.Done;
        }

        var table = new CliTable("WORKFLOW", "REPOSITORY", "STATE", "TITLE");
        foreach (var w in workflows)
        {
            table.Add(w.Name, w.Repository, State(w), w.Title ?? w.Description);
        }

        table.Write(Context, "No workflow is known: 'signalbox init PATH' makes a repository known.");
        return ExitCodes.Done;
    }

    private static string State(WorkflowModel w) => w switch
    {
        { Valid: false } => "broken",
        { MissingAgents.Count: > 0 } => "needs " + string.Join(", ", w.MissingAgents),
        _ => "ready",
    };
}
