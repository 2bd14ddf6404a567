namespace Signalbox.Dashboard.Api.Models;

/// <summary>The lines that changed in a file.</summary>
public sealed record FileChangeModel
{
    public required ChangedFileModel File { get; init; }

    /// <summary>Text, Binary, TooLarge, Submodule or Same.</summary>
    public required string Kind { get; init; }

    /// <summary>There are more lines than are given.</summary>
    public required bool Cut { get; init; }

    /// <summary>Bytes before; null when it was not there or is not known.</summary>
    public long? OldBytes { get; init; }

    /// <summary>Bytes after; null when it is not there or is not known.</summary>
    public long? NewBytes { get; init; }

    public required IReadOnlyList<HunkModel> Hunks { get; init; }
}
