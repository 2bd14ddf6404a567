using System.Diagnostics;
using System.Globalization;

namespace Signalbox.Bench.Logs;

/// <summary>A child of the benchmark (<c>print FILE LINES_PER_SECOND RESULT</c>): prints a file at a steady rate and notes how long that took.</summary>
internal static class PacedPrinter
{
    public static async Task<int> RunAsync(string file, string linesPerSecond, string result)
    {
        var rate = int.Parse(linesPerSecond, CultureInfo.InvariantCulture);
        var text = await File.ReadAllBytesAsync(file);
        await using var output = Console.OpenStandardOutput();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var (printed, at) = (0L, 0);
        var began = Stopwatch.GetTimestamp();
        while (at < text.Length)
        {
            // Behind after a pause it catches up: the rate is of the whole.
            var due = (long)(Stopwatch.GetElapsedTime(began).TotalSeconds * rate);
            var begin = at;
            while (printed < due && at < text.Length)
            {
                at += text.AsSpan(at).IndexOf((byte)'\n') + 1;
                printed++;
            }

            await output.WriteAsync(text.AsMemory(begin, at - begin));
            await output.FlushAsync();
            await timer.WaitForNextTickAsync();
        }

        await File.WriteAllTextAsync(result, Stopwatch.GetElapsedTime(began).TotalSeconds.ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
