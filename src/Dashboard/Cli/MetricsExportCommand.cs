using System.CommandLine;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary><c>signalbox metrics export FILE</c>: a <c>compound.yaml</c>.</summary>
internal sealed class MetricsExportCommand : ClientCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "File to write; - for standard output" };
    private readonly MetricOptions _options = new();

    public MetricsExportCommand(CliContext context)
        : base(context, "export", "Writes the metrics and their history as compound.yaml")
    {
        Arguments.Add(_file);
        _options.AddTo(this);
    }

    protected override async Task<int> RunAsync(ParseResult parse, ServerConnection server, CancellationToken cancellationToken)
    {
        var text = await server.Api.GetTextAsync("metrics/export?" + _options.Query(parse, Context), cancellationToken);
        var file = parse.GetValue(_file)!;
        if (string.Equals(file, "-", StringComparison.Ordinal))
        {
            await Context.Output.WriteAsync(text);
            return ExitCodes.Done;
        }

        try
        {
            await File.WriteAllTextAsync(Path.GetFullPath(file, Context.WorkingDirectory), text, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"{file} cannot be written ({e.Message.TrimEnd('.')})");
        }

        return ExitCodes.Done;
    }
}
