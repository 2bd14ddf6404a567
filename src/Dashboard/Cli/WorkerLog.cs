using Signalbox.Dashboard.Api.Models;
using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>
/// What a worker's command prints, until the server has it. Lines whose answer was lost are sent again from the same place of the log, so that none stands there
/// twice; the server needs to keep nothing of each request for that.
/// </summary>
internal sealed class WorkerLog(WorkClient client, WorkModel work)
{
    private const int MaxLines = 500;

    // As JSON, and if each of them had to be escaped, these are below what the server takes in one request.
    private const int MaxSent = (int)(WebServices.MaxRequestBytes / 8);

    private readonly Lock _lock = new();
    private readonly List<(string Stream, string Line)> _waiting = [];

    // Null: the server did not say, and lines stand behind whatever there is.
    private readonly Dictionary<string, long?> _bytes = new(StringComparer.Ordinal) { ["stdout"] = work.StdoutBytes, ["stderr"] = work.StderrBytes };

    /// <summary>Takes a line.</summary>
    public void Add(string stream, string line)
    {
        lock (_lock)
        {
            _waiting.AddRange(Pieces(line).Select(piece => (stream, piece)));
        }
    }

    /// <summary>Sends what waits; one caller at a time.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            List<(string Stream, string Line)> lines;
            lock (_lock)
            {
                // One stream at a time, in the order in which they came.
                var length = 0;
                lines = [.. _waiting.TakeWhile(l => string.Equals(l.Stream, _waiting[0].Stream, StringComparison.Ordinal) && (length += l.Line.Length + 3) <= MaxSent + 3).Take(MaxLines)];
            }

            if (lines.Count == 0)
            {
                return;
            }

            var stream = lines[0].Stream;
            var taken = await client.LogAsync(work, [.. lines.Select(l => l.Line)], stream, _bytes[stream], cancellationToken);
            _bytes[stream] = taken.LogBytes;
            lock (_lock)
            {
                _waiting.RemoveRange(0, lines.Count);
            }
        }
    }

    /// <summary>A line as it is; one that is too long for a request in several.</summary>
    private static IEnumerable<string> Pieces(string line)
    {
        var from = 0;
        while (line.Length - from > MaxSent)
        {
            var length = char.IsHighSurrogate(line[from + MaxSent - 1]) ? MaxSent - 1 : MaxSent;
            yield return line.Substring(from, length);
            from += length;
        }

        yield return line[from..];
    }
}
