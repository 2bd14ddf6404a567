using System.CommandLine;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Coordination;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox mcp</c>: the words of a worker as MCP tools over standard input and output, so that a coding agent claims work and reports by itself.</summary>
internal sealed class McpCommand : ClientCommand
{
    private readonly Option<string?> _name = new("--name") { Description = "Id of the agent; ag_ and 12 characters when left out", HelpName = "N" };
    private readonly Option<string[]> _capabilities = new("--capability") { Description = "What it can do; may be given several times, general when left out", HelpName = "C" };
    private readonly Option<string?> _role = new("--role") { Description = "What it is for; worker when left out", HelpName = "R" };

    public McpCommand(CliContext context)
        : base(context, "mcp", "Serves the tools of a worker over MCP on standard input and output")
    {
        foreach (var option in (Option[])[_name, _capabilities, _role])
        {
            Options.Add(option);
        }
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var capabilities = parse.GetValue(_capabilities) is { Length: > 0 } given ? given : ["general"];
        var client = await WorkClient.RegisterAsync(
            server.Api,
            new AgentBody { Id = parse.GetValue(_name), Capabilities = capabilities, Role = parse.GetValue(_role), Capacity = 4, Version = ProductVersion.Text },
            Context.Time,
            cancellationToken);
        await using var transport = new StreamServerTransport(Context.Input(), Context.RawOutput(), "signalbox");
        await ServeAsync(transport, client, cancellationToken);
        return ExitCodes.Done;
    }

    private async Task ServeAsync(ITransport transport, WorkClient client, CancellationToken cancellationToken)
    {
        using var tools = new McpTools(client);
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = "signalbox", Version = ProductVersion.Text },
            ServerInstructions = $"You are the worker {client.Agent}. Claim a step, do what its prompt says in its folder, report with progress and checkpoint, and end it with complete or fail.",
            ToolCollection = [.. tools.All],
        };
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beating = BeatAsync(client, ended.Token);
        try
        {
            await using var server = McpServer.Create(transport, options);
            await server.RunAsync(cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await beating;
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await tools.ReleaseAllAsync(limit.Token);
            await LeaveAsync(client, limit.Token);
        }
    }

    private static async Task LeaveAsync(WorkClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.HeartbeatAsync(leaving: true, cancellationToken);
        }
        catch (Exception fault) when (fault is SignalboxFaultException or OperationCanceledException)
        {
            // The server sees by itself that nobody is there any more.
        }
    }

    private async Task BeatAsync(WorkClient client, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(AgentRegistry.HeartbeatInterval, Context.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                try
                {
                    await client.HeartbeatAsync(leaving: false, cancellationToken);
                }
                catch (SignalboxFaultException fault)
                {
                    // Standard output is the protocol's.
                    await Context.Error.WriteLineAsync(CliText.Safe(fault.Message));
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }
}
