namespace Signalbox.Engine.Workspaces;

/// <summary>Names the files that changed; one call of git each.</summary>
public sealed class ChangedFiles
{
    private readonly Git _git;

    /// <summary>Uses the git on this process' PATH.</summary>
    public ChangedFiles(TimeProvider time) => _git = new Git(time);

    /// <summary>What differs between two commits, without Signalbox' own files; null when git cannot say.</summary>
    public async Task<IReadOnlyList<ChangedFile>?> BetweenAsync(string workspacePath, string from, string to, CancellationToken cancellationToken)
    {
        var result = await RunAsync(workspacePath, ["diff", "--name-status", "-z", "--no-renames", "--no-ext-diff", "--end-of-options", from, to, "--"], cancellationToken);
        if (result is null)
        {
            return null;
        }

        var fields = result.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. fields.Chunk(2).Where(f => f.Length == 2 && !OwnFiles.Holds(f[1]))
                .Select(f => new ChangedFile(f[1], f[0][0] switch { 'A' => "created", 'D' => "deleted", _ => "modified" })),
        ];
    }

    /// <summary>Whether the repository tracks files of a folder.</summary>
    public async Task<bool> TracksAsync(string workspacePath, string folder, CancellationToken cancellationToken) =>
        await RunAsync(workspacePath, ["ls-files", "-z", "--", folder], cancellationToken) is { Length: > 0 };

    private async Task<string?> RunAsync(string path, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            var result = await _git.RunAsync(path, arguments, cancellationToken);
            return result.IsSuccess ? result.Output : null;
        }
        catch (GitMissingException)
        {
            return null;
        }
    }
}
