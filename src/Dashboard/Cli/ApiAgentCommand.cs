using System.CommandLine;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Agents.Api;

namespace Signalbox.Dashboard.Cli;

/// <summary>
/// <c>signalbox api-agent</c>: calls an API for one attempt. The server starts it as it starts any agent; nobody else does, so that help does not name it.
/// </summary>
internal sealed class ApiAgentCommand : Command
{
    private readonly CliContext _context;

    public ApiAgentCommand(CliContext context)
        : base(ApiCommandLine.Verb, "Calls an API for an attempt; started by the server")
    {
        _context = context;
        Hidden = true;
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using var prompt = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        var code = await ApiProgram.RunAsync(_context.Environment, prompt, output, _context.Time, cancellationToken);
        return code == ApiProgram.NotStartedByServer
            ? throw new SignalboxFaultException(ExitCodes.BadUsage, $"'{ApiCommandLine.Verb}' is what the server starts to call an API; a workflow names the agent instead")
            : code;
    }
}
