using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox spec export F</c>: writes a feature into its repository and prints the files.</summary>
internal sealed class SpecExportCommand : ClientCommand
{
    private readonly Argument<string> _feature = new("FEATURE") { Description = "Id of a feature, or repository/id" };

    public SpecExportCommand(CliContext context)
        : base(context, "export", "Writes a feature's spec, state, tasks and decisions into its repository") => Arguments.Add(_feature);

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var written = await server.Api.PostAsync<FeatureExportModel>(SpecStatusCommand.Address(parse.GetValue(_feature)!) + "/export", null, cancellationToken);
        if (IsJson(parse))
        {
            await WriteJsonAsync(written);
            return ExitCodes.Done;
        }

        foreach (var file in written.Files)
        {
            await Context.Output.WriteLineAsync(file);
        }

        return ExitCodes.Done;
    }
}
