using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Cli;

/// <summary>
/// Makes text that can be printed of lines that come in parts and as long as they are unfinished again and again: holds the last
/// part back until what follows shows that it stands.
/// </summary>
internal sealed class LogParts
{
    private LogLineModel? _held;

    /// <summary>What stands for certain with this batch.</summary>
    public IEnumerable<LogPiece> Take(LogBatchModel batch)
    {
        foreach (var line in batch.Lines)
        {
            if (_held is { } held && (held.Line != line.Line || held.Part != line.Part))
            {
                yield return new LogPiece(held.Text, EndsLine: held.Line != line.Line);
            }

            _held = line.Partial ? line : null;
            if (!line.Partial)
            {
                yield return new LogPiece(line.Text, EndsLine: true);
            }
        }

        if (batch.Complete && Rest() is { } rest)
        {
            yield return rest;
        }
    }

    /// <summary>What is held back, for a reader who does not wait for more; null when nothing is.</summary>
    public LogPiece? Rest()
    {
        var rest = _held is { } held ? new LogPiece(held.Text, EndsLine: true) : (LogPiece?)null;
        _held = null;
        return rest;
    }
}
