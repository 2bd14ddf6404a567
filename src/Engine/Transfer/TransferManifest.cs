namespace Signalbox.Engine.Transfer;

/// <summary>What an export is and holds: <c>manifest.json</c>, written last. Without it there is no export.</summary>
public sealed record TransferManifest
{
    /// <summary>What says that a folder is an export of everything.</summary>
    public const string FormatName = "signalbox-export";

    /// <summary>The newest format that this version reads, and the one that it writes.</summary>
    public const int NewestFormat = 1;

    /// <summary><see cref="FormatName"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Version of the format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>Version of Signalbox that wrote it.</summary>
    public required string Version { get; init; }

    /// <summary>Database that it came from; it may go into any.</summary>
    public required string Provider { get; init; }

    /// <summary>Last migration of that database, without its time stamp: the same for all databases.</summary>
    public required string Migration { get; init; }

    public required DateTimeOffset ExportedAt { get; init; }

    /// <summary>Data directories that paths in rows begin with, the one whose files are here first.</summary>
    public required IReadOnlyList<string> DataDirectories { get; init; }

    /// <summary>The tables, in an order in which they can be filled.</summary>
    public required IReadOnlyList<TransferTable> Tables { get; init; }

    public required TransferFiles Files { get; init; }

    public required IReadOnlyList<TransferBundle> Bundles { get; init; }

    /// <summary>What is never in an export, a sentence each.</summary>
    public IReadOnlyList<string> NotExported { get; init; } = [];

    /// <summary>What could not be exported, a sentence each.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];
}
