using System.CommandLine;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox metrics import FILE</c>: a <c>compound.yaml</c>.</summary>
internal sealed class MetricsImportCommand : ClientCommand
{
    private const int MaxBytes = 1024 * 1024;
    private readonly Argument<string> _file = new("FILE") { Description = "compound.yaml" };

    public MetricsImportCommand(CliContext context)
        : base(context, "import", "Imports a compound.yaml: baselines, targets, and its history as imported points")
    {
        Arguments.Add(_file);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var file = parse.GetValue(_file)!;
        var result = await server.Api.PostAsync<MetricImportModel>("metrics/import", new MetricImportBody(file, await ReadAsync(file, cancellationToken)), cancellationToken);
        var failed = result.Diagnostics.Any(d => string.Equals(d.Severity, "error", StringComparison.Ordinal));
        if (IsJson(parse))
        {
            await WriteJsonAsync(result);
        }
        else
        {
            foreach (var diagnostic in result.Diagnostics)
            {
                await Context.Error.WriteLineAsync(CliPaths.Line(diagnostic));
            }

            if (!failed)
            {
                await Context.Output.WriteLineAsync($"Took {result.Points} points and what is wanted of {result.Targets} metrics from {file}{(result.LeftOut == 0 ? "" : $"; {result.LeftOut} rows that Signalbox had computed itself were left out")}");
            }
        }

        return failed ? ExitCodes.BadUsage : ExitCodes.Done;
    }

    private async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var info = new FileInfo(Path.GetFullPath(file, Context.WorkingDirectory));
            return info is { Exists: true, Length: > MaxBytes }
                ? throw new SignalboxFaultException(ExitCodes.BadUsage, $"{file} has {info.Length} bytes: such a file has at most 1 MiB")
                : await File.ReadAllTextAsync(info.FullName, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"{file} cannot be read ({e.Message.TrimEnd('.')})");
        }
    }
}
