namespace Signalbox.Engine.Workspaces;

/// <summary>Asks for a worktree to be removed.</summary>
/// <param name="RepositoryPath">Absolute path of the repository.</param>
/// <param name="WorkspacePath">Absolute path of the worktree.</param>
public sealed record WorkspaceRemovalOrder(string RepositoryPath, string WorkspacePath)
{
    /// <summary>The branch that was made for it; null: its own mark says so.</summary>
    public string? Branch { get; init; }

    /// <summary>What is in no commit may be lost.</summary>
    public bool IsTold { get; init; }

    /// <summary><see cref="WorkspaceState.Fingerprint"/> of what was told; when it has changed since, nothing is removed. Null: whatever is there.</summary>
    public string? Told { get; init; }

    /// <summary>Only says what would come of it: nothing goes.</summary>
    public bool IsTrial { get; init; }

    /// <summary>Called with what it holds when nothing stands in the way any more and nothing has been touched yet. A sentence that it returns stops the removal.</summary>
    public Func<WorkspaceState, Task<string?>>? Begin { get; init; }
}
