namespace Signalbox.Engine.Workspaces;

/// <summary>Asks git for the state of a work tree, without a lock and without writing.</summary>
internal sealed class WorkTreeReader(Git git)
{
    /// <summary>The state, or why git cannot say.</summary>
    /// <param name="path">Root of the work tree.</param>
    /// <param name="index">The index to compare with; null: its own.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(WorkTree? Tree, string? Fault)> ReadAsync(string path, TemporaryIndex? index, CancellationToken cancellationToken)
    {
        var status = await StatusAsync(path, index, "none", cancellationToken);
        if (!status.IsSuccess && status.Error.Contains("in submodule", StringComparison.Ordinal))
        {
            // A submodule that is broken inside: what the outer repository records of it can still be read.
            status = await StatusAsync(path, index, "dirty", cancellationToken);
        }

        if (!status.IsSuccess && index is not null && status.Error.Contains("index file", StringComparison.Ordinal))
        {
            // Its index is damaged (a killed git, a full disk). The copy is ours to make anew; the files are what counts.
            File.Delete(index.Path);
            await git.RunAsync(new GitCall(path, ["read-tree", "HEAD"]) { Environment = index.Environment }, cancellationToken);
            status = await StatusAsync(path, index, "dirty", cancellationToken);
        }

        return status.IsSuccess ? (WorkTree.Parse(status.Output), null) : (null, status.Reason);
    }

    private Task<GitResult> StatusAsync(string path, TemporaryIndex? index, string submodules, CancellationToken cancellationToken)
    {
        var call = new GitCall(path,
            ["status", "--porcelain=v2", "--branch", "-z", "--no-renames", "--no-ahead-behind", "--untracked-files=all", "--ignored=matching", $"--ignore-submodules={submodules}"])
        {
            Encoding = GitCall.Bytes,
        };
        return git.RunAsync(index is null ? call : call with { Environment = index.Environment }, cancellationToken);
    }
}
