namespace Signalbox.Engine.Workspaces;

/// <summary>A worktree that a repository has registered.</summary>
/// <param name="Path">Absolute path, links resolved.</param>
/// <param name="Branch">Branch checked out, without <c>refs/heads/</c>; null when detached.</param>
/// <param name="IsMain">The repository's own work tree.</param>
/// <param name="LockReason">Why somebody locked it; null when not locked, empty without a reason.</param>
internal sealed record GitWorktree(string Path, string? Branch, bool IsMain, string? LockReason)
{
    /// <summary>Whether its folder is still there.</summary>
    public bool Exists => Directory.Exists(Path);

    /// <summary>Reads <c>git worktree list --porcelain</c>.</summary>
    public static IReadOnlyList<GitWorktree> Parse(string porcelain)
    {
        var result = new List<GitWorktree>();
        foreach (var block in porcelain.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            string? path = null, branch = null, reason = null;
            foreach (var line in block.Split('\n'))
            {
                if (line.StartsWith("worktree ", StringComparison.Ordinal))
                {
                    path = line["worktree ".Length..];
                }
                else if (line.StartsWith("branch refs/heads/", StringComparison.Ordinal))
                {
                    branch = line["branch refs/heads/".Length..];
                }
                else if (line is "locked" || line.StartsWith("locked ", StringComparison.Ordinal))
                {
                    reason = line["locked".Length..].Trim();
                }
            }

            if (path is not null)
            {
                result.Add(new GitWorktree(path, branch, IsMain: result.Count == 0, reason));
            }
        }

        return result;
    }
}
