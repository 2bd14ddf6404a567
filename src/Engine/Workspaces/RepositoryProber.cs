namespace Signalbox.Engine.Workspaces;

/// <summary>Finds out whether a path is a repository that runs can work with; each fault is one sentence that says what to do.</summary>
internal sealed class RepositoryProber(Git git)
{
    /// <summary>Facts about the path.</summary>
    public async Task<RepositoryProbe> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            return Fault($"'{path}' is not an absolute path: begin it with /");
        }

        if (File.Exists(path))
        {
            return Fault($"{path} is a file: name the folder of a git repository");
        }

        if (!Directory.Exists(path))
        {
            return Fault($"{path} does not exist: name the folder of a git repository on this machine");
        }

        try
        {
            return await ProbeFolderAsync(path, cancellationToken);
        }
        catch (GitMissingException missing)
        {
            return Fault(missing.Message);
        }
    }

    /// <summary>Root and newest commit of a repository that is as it should be, with one call; null when there is more to say, which is the probe's to find out.</summary>
    public async Task<(string Root, string Head)?> FindAsync(string path, CancellationToken cancellationToken)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            return null;
        }

        try
        {
            var all = await git.RunAsync(path, ["rev-parse", "--is-bare-repository", "--is-inside-git-dir", "--show-toplevel", "HEAD^{commit}"], cancellationToken);
            return all.IsSuccess && all.Output.Split('\n') is ["false", "false", var root, var head] ? (root, head) : null;
        }
        catch (GitMissingException)
        {
            return null;
        }
    }

    private async Task<RepositoryProbe> ProbeFolderAsync(string path, CancellationToken cancellationToken)
    {
        var kind = await git.RunAsync(path, ["rev-parse", "--is-bare-repository", "--is-inside-git-dir"], cancellationToken);
        if (!kind.IsSuccess)
        {
            return Fault(kind switch
            {
                _ when kind.Error.Contains("dubious ownership", StringComparison.Ordinal) =>
                    $"{path} belongs to another user, so git refuses it: if you trust it, run `git config --global --add safe.directory {path}`",
                _ when kind.Error.Contains("not a git repository", StringComparison.Ordinal) =>
                    $"{path} is not a git repository: run `git init` there and make a first commit, or name another folder",
                _ => $"{path} cannot be read as a git repository: {kind.Reason}",
            });
        }

        var answers = kind.Output.Split('\n');
        if (answers is ["true", ..])
        {
            return Fault($"{path} is a bare repository without files to work on: name a clone of it (`git clone {path}`)");
        }

        if (answers is [_, "true", ..])
        {
            return Fault($"{path} is the inside of a .git folder: name the folder that contains it");
        }

        var top = await git.RunAsync(path, ["rev-parse", "--show-toplevel"], cancellationToken);
        if (!top.IsSuccess)
        {
            return Fault($"{path} cannot be read as a git repository: {top.Reason}");
        }

        var head = await git.RunAsync(path, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], cancellationToken);
        var remote = await RemoteAsync(path, cancellationToken);
        return head.IsSuccess
            ? new RepositoryProbe(top.Output, await DefaultBranchAsync(path, cancellationToken), remote, Fault: null) { SyncFault = remote is null ? null : await SyncRelease.FaultAsync(git, path, cancellationToken) }
            : Fault($"{top.Output} has no commit yet: make a first one (`git add -A && git commit -m \"First commit\"`)");
    }

    private async Task<string?> DefaultBranchAsync(string path, CancellationToken cancellationToken)
    {
        var current = await git.RunAsync(path, ["symbolic-ref", "--quiet", "--short", "HEAD"], cancellationToken);
        if (current.IsSuccess)
        {
            return current.Output;
        }

        var remote = await git.RunAsync(path, ["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"], cancellationToken);
        return remote.IsSuccess && remote.Output.StartsWith("origin/", StringComparison.Ordinal) ? remote.Output["origin/".Length..] : null;
    }

    private async Task<string?> RemoteAsync(string path, CancellationToken cancellationToken)
    {
        var url = await git.RunAsync(path, ["config", "--get", "remote.origin.url"], cancellationToken);
        return url.IsSuccess && url.Output.Length > 0 ? WithoutCredentials(url.Output) : null;
    }

    /// <summary>A URL without user and password; a path or <c>git@host:path</c> has none to lose.</summary>
    internal static string WithoutCredentials(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
        {
            return url;
        }

        var authority = url.AsSpan(start + 3);
        var end = authority.IndexOf('/');
        var at = (end < 0 ? authority : authority[..end]).LastIndexOf('@');
        return at < 0 ? url : string.Concat(url.AsSpan(0, start + 3), authority[(at + 1)..]);
    }

    private static RepositoryProbe Fault(string sentence) => new(Root: null, DefaultBranch: null, Remote: null, sentence);
}
