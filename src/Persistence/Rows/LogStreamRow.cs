using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;

namespace Signalbox.Persistence.Rows;

/// <summary>How far one stream of an attempt is stored; written with its chunks in one transaction, by the log store's own statements.</summary>
internal sealed class LogStreamRow
{
    public required AttemptId AttemptId { get; init; }

    public required LogStream Stream { get; init; }

    /// <summary>Bytes committed: the next chunk begins here.</summary>
    public long CommittedOffset { get; init; }

    /// <summary>Line feeds committed.</summary>
    public long Lines { get; init; }

    public bool Complete { get; init; }
}
