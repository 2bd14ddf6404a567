namespace Signalbox.Dashboard.Api.Models;

/// <summary>Files that a run, or a part of it, changed.</summary>
public sealed record RunChangesModel
{
    /// <summary>The state before, in words.</summary>
    public required string From { get; init; }

    /// <summary>The state after, in words.</summary>
    public required string To { get; init; }

    /// <summary>The state after is the workspace as it was when it was read.</summary>
    public required bool Live { get; init; }

    /// <summary>How many files, also past what is listed.</summary>
    public required int Files { get; init; }

    /// <summary>Lines added, as far as lines are counted.</summary>
    public required int Added { get; init; }

    /// <summary>Lines removed, as far as lines are counted.</summary>
    public required int Removed { get; init; }

    /// <summary>There are more files than are listed.</summary>
    public required bool Cut { get; init; }

    /// <summary>What the workspace holds and no diff shows.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    /// <summary>Other steps at work in the same workspace meanwhile, whose changes are among these.</summary>
    public required IReadOnlyList<string> Beside { get; init; }

    /// <summary>The parts of a run in several repositories, in the workflow's order; null when the run has only one.</summary>
    public IReadOnlyList<RepositoryChangesModel>? Repositories { get; init; }

    /// <summary>The files, at most 3,000.</summary>
    public required IReadOnlyList<ChangedFileModel> Items { get; init; }
}
