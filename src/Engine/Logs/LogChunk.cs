using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Logs;

/// <summary>
/// A consecutive range of bytes of one stream of one attempt, at most 64 KiB (design/engine.md, Logs).
/// Chunks of a stream follow each other without gap or overlap.
/// </summary>
public sealed class LogChunk
{
    public required AttemptId AttemptId { get; init; }

    public required LogStream Stream { get; init; }

    /// <summary>Offset of the first byte in the raw file, masked bytes counted as they were.</summary>
    public required long Offset { get; init; }

    /// <summary>Bytes covered of the raw file.</summary>
    public required int Length { get; init; }

    /// <summary>Number, from 1, of the line that the first byte belongs to: line feeds before it, plus one.</summary>
    public required long FirstLine { get; init; }

    /// <summary>Line feeds in the chunk; masking keeps them.</summary>
    public required int LineCount { get; init; }

    /// <summary>When the chunk was read.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The bytes, masked: byte for byte those of the file but for secrets. Null past the run's limit, where the raw file is read instead.</summary>
    public byte[]? Text { get; init; }
}
