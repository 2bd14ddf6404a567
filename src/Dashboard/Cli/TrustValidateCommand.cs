using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Trust;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox trust validate FILE</c>: every fault of a trust model. Needs no server.</summary>
internal sealed class TrustValidateCommand : Command
{
    private readonly Argument<string> _file = new("FILE") { Description = "A trust model, YAML or JSON" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };
    private readonly CliContext _context;

    public TrustValidateCommand(CliContext context)
        : base("validate", "Checks a trust model and prints every fault with its line and column")
    {
        _context = context;
        Arguments.Add(_file);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var file = parse.GetValue(_file)!;
        var (bytes, fault) = await CliFiles.ReadAsync(_context, file, cancellationToken);
        var validation = TrustShapes.Of(fault is null ? TrustModelReader.Read(bytes, file) : new TrustModelResult(null, [CliFiles.Unreadable(file, fault)]));
        if (parse.GetValue(_json))
        {
            await _context.Output.WriteLineAsync(CliText.Json(validation, _context.Interactive));
        }
        else
        {
            foreach (var diagnostic in validation.Diagnostics)
            {
                await _context.Output.WriteLineAsync(CliPaths.Line(diagnostic));
            }

            if (validation.Valid)
            {
                await _context.Output.WriteLineAsync("valid");
            }
        }

        return validation.Valid ? ExitCodes.Done : ExitCodes.BadUsage;
    }
}
