namespace Signalbox.Dashboard.Api.Models;

/// <summary>A file that changed.</summary>
public sealed record ChangedFileModel
{
    public required string Path { get; init; }

    /// <summary>The repository that it is in; null when the run has only one.</summary>
    public string? Repository { get; init; }

    /// <summary>The path it had; null unless it was renamed.</summary>
    public string? OldPath { get; init; }

    /// <summary>Added, Modified, Deleted, Renamed or TypeChanged.</summary>
    public required string Status { get; init; }

    /// <summary>git's mode before; null when it was not there.</summary>
    public string? OldMode { get; init; }

    /// <summary>git's mode after; null when it is not there.</summary>
    public string? NewMode { get; init; }

    /// <summary>Lines added; null where lines are not counted.</summary>
    public int? Added { get; init; }

    /// <summary>Lines removed; null where lines are not counted.</summary>
    public int? Removed { get; init; }

    public required bool Binary { get; init; }

    /// <summary>Made by a program, judged by its name.</summary>
    public required bool Generated { get; init; }
}
