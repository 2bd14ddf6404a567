using System.Globalization;
using Signalbox.Engine.Transfer;

namespace Signalbox.Dashboard.Cli;

/// <summary>Shows how far an export or import is: a line for each part that grows on a terminal, a line when it is done elsewhere, JSON lines with <c>--json</c>.</summary>
internal sealed class TransferOutput(CliContext context, bool json) : IProgress<TransferProgress>
{
    public void Report(TransferProgress value)
    {
        if (json)
        {
            context.Output.WriteLine(CliText.Json(new { value.Part, value.Done, value.Total, value.IsEnd }, indented: false));
            return;
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"{value.Part} {value.Done}{(value.Total is { } total ? $"/{total}" : "")}");
        if (context.Interactive)
        {
            // Over the line before: its end is cleared.
            context.Error.Write($"\r{CliText.Safe(text)}\u001b[K{(value.IsEnd ? "\n" : "")}");
        }
        else if (value.IsEnd)
        {
            context.Error.WriteLine(CliText.Safe(text));
        }
    }

    /// <summary>Bytes as people read them.</summary>
    public static string Size(long bytes) => bytes switch
    {
        >= 1024L * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024d * 1024 * 1024):0.0} GiB"),
        >= 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024d * 1024):0.0} MiB"),
        >= 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024d:0.0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
    };
}
