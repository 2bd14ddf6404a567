using System.CommandLine;
using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox run fork RUN --checkpoint CP</c>: a new run at a checkpoint; its key is the first line.</summary>
internal sealed class RunForkCommand : StartingCommand
{
    private readonly Argument<string> _run = new("RUN") { Description = "Id, unique prefix of one, or key" };
    private readonly Option<string> _checkpoint = new("--checkpoint") { Description = "Checkpoint id; 'signalbox run show' lists them", HelpName = "CP", Required = true };
    private readonly Option<string?> _agent = new("--agent") { Description = "Agent for every agent's step", HelpName = "A" };
    private readonly Option<string?> _key = new("--key") { Description = "Key of the new run; default: the next of the workflow", HelpName = "KEY" };

    public RunForkCommand(CliContext context)
        : base(context, "fork", "Starts a new run at a checkpoint of another")
    {
        Arguments.Add(_run);
        Options.Add(_checkpoint);
        Options.Add(_agent);
        Options.Add(_key);
    }

    protected override Task<RunModel> StartAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken) => server.Api.StartAsync<RunModel>(
        CliPaths.Run(parse.GetValue(_run)!) + "/fork", new ForkBody(parse.GetValue(_checkpoint), parse.GetValue(_agent), parse.GetValue(_key)), cancellationToken);
}
