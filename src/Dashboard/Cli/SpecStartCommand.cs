using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox spec start F</c>: makes a run of a feature's tasks and prints its key.</summary>
internal sealed class SpecStartCommand : ClientCommand
{
    private readonly Argument<string> _feature = new("FEATURE") { Description = "Id of a feature, or repository/id" };
    private readonly Option<string?> _agent = new("--agent") { Description = "Agent of its tasks; default: claude", HelpName = "A" };

    public SpecStartCommand(CliContext context)
        : base(context, "start", "Makes a run of a feature's tasks")
    {
        Arguments.Add(_feature);
        Options.Add(_agent);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var feature = await server.Api.PostAsync<FeatureModel>(SpecStatusCommand.Address(parse.GetValue(_feature)!) + "/start", new StartFeatureBody(parse.GetValue(_agent)), cancellationToken);
        await (IsJson(parse) ? WriteJsonAsync(feature) : Context.Output.WriteLineAsync(feature.Run));
        return ExitCodes.Done;
    }
}
