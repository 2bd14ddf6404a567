using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox agent check A</c>: exit code 0 when it can work, 4 when it cannot.</summary>
internal sealed class AgentCheckCommand : ClientCommand
{
    private readonly Argument<string> _agent = new("AGENT") { Description = "Id" };

    public AgentCheckCommand(CliContext context)
        : base(context, "check", "Checks an agent now") => Arguments.Add(_agent);

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var agent = await server.Api.PostAsync<AgentModel>($"agents/{Uri.EscapeDataString(parse.GetValue(_agent)!)}/check", null, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(agent);
        }
        else
        {
            await Context.Output.WriteLineAsync(CliText.Safe($"{agent.Id} {agent.Status} {agent.Version ?? ""}: {agent.StatusReason}"));
        }

        return agent.Status is "Active" ? ExitCodes.Done : ExitCodes.Refused;
    }
}
