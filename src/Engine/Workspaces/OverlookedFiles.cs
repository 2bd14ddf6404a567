namespace Signalbox.Engine.Workspaces;

/// <summary>
/// Files that git was told not to look at (<c>assume-unchanged</c>, <c>skip-worktree</c>): what is written in them is in no status, and gone with the
/// work tree.
/// </summary>
internal sealed class OverlookedFiles(Git git, TimeProvider time)
{
    private readonly WorkTreeReader _reader = new(git);

    /// <summary>The state of a work tree with those files looked at.</summary>
    public async Task<(WorkTree? Tree, string? Fault)> ReadAsync(string path, GitFolder folder, CancellationToken cancellationToken)
    {
        var names = await FindAsync(path, cancellationToken);
        if (names.Count == 0)
        {
            return await _reader.ReadAsync(path, index: null, cancellationToken);
        }

        using var index = TemporaryIndex.Create(folder, time.GetUtcNow());
        var input = GitCall.Bytes.GetBytes(string.Concat(names.Select(name => name + '\0')));
        foreach (var flag in (string[])["--no-assume-unchanged", "--no-skip-worktree"])
        {
            var looked = await git.RunAsync(
                new GitCall(path, ["-c", "core.splitIndex=false", "update-index", flag, "-z", "--stdin"]) { Environment = index.Environment, Input = input }, cancellationToken);
            if (!looked.IsSuccess)
            {
                return (null, looked.Reason);
            }
        }

        return await _reader.ReadAsync(path, index, cancellationToken);
    }

    // A sparse checkout marks what is not there: only what is on the disk can hold something.
    private async Task<IReadOnlyList<string>> FindAsync(string path, CancellationToken cancellationToken)
    {
        var all = await git.RunAsync(new GitCall(path, ["ls-files", "-v", "-z"]) { Encoding = GitCall.Bytes }, cancellationToken);
        return all.IsSuccess
            ? [.. all.Output.Split('\0').Where(e => e.Length > 2 && (char.IsAsciiLetterLower(e[0]) || e[0] == 'S')).Select(e => e[2..]).Where(name => Path.Exists(Path.Combine(path, GitCall.Decoded(name))))]
            : [];
    }
}
