using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;
using Signalbox.Dashboard.Hosting.Settings;
using Signalbox.Engine.Governance.Configuration;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox config validate FILE</c>: every fault of a configuration. Needs no server.</summary>
internal sealed class ConfigValidateCommand : Command
{
    private readonly Argument<string> _file = new("FILE") { Description = "A configuration" };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON" };
    private readonly CliContext _context;

    public ConfigValidateCommand(CliContext context)
        : base("validate", "Checks a configuration and prints every fault with its line and column")
    {
        _context = context;
        Arguments.Add(_file);
        Options.Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var file = parse.GetValue(_file)!;
        var (bytes, _, fault) = await CliFiles.ReadAsync(_context, file, ConfigurationReader.MaxBytes, cancellationToken);
        var read = fault is null ? ConfigurationReader.Read(bytes, file) : new ConfigurationReadResult(null, [CliFiles.Unreadable(file, fault)]);
        var whole = read.Partial is { } partial ? read.With(DocumentFaults.Find(partial, file)) : read;
        var validation = new ValidationModel(whole.IsValid, [.. whole.Diagnostics.Select(Shapes.Of)]);
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
