using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox agent list</c>.</summary>
internal sealed class AgentListCommand(CliContext context) : ClientCommand(context, "list", "Lists the agents and whether they can work")
{
    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var agents = await server.Api.GetAsync<List<AgentModel>>("agents", cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(agents);
            return ExitCodes.Done;
        }

        var table = new CliTable("AGENT", "NAME", "STATUS", "VERSION", "DOES", "REASON");
        foreach (var a in agents)
        {
            table.Add(a.Id, a.Name, a.Status, a.Version ?? "unknown", Doing(a), a.StatusReason);
        }

        table.Write(Context, "No agent is known.");
        return ExitCodes.Done;
    }

    private static string Doing(AgentModel agent) => agent.CurrentSteps.Count == 0 ? "-" : string.Join(", ", agent.CurrentSteps.Select(s => $"{s.RunKey ?? s.Run} {s.StepId}"));
}
