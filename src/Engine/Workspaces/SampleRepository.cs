namespace Signalbox.Engine.Workspaces;

/// <summary>
/// Makes the small git repository that the first start installs, so that there is something to run workflows on before anyone has
/// named a repository of their own.
/// </summary>
public sealed class SampleRepository
{
    /// <summary>Committer of its history.</summary>
    public const string Committer = "Signalbox samples";

    private const string CommitterEmail = "samples@signalbox.invalid";

    private readonly Git _git;

    /// <summary>Uses the git on this process' PATH.</summary>
    public SampleRepository(TimeProvider time)
        : this(new Git(time))
    {
    }

    internal SampleRepository(Git git) => _git = git;

    /// <summary>
    /// Makes the repository, or leaves the one that is there. It appears whole or not at all; an interrupted call is made good by the next.
    /// </summary>
    /// <param name="samplesFolder">Folder with <c>repository/</c> (its content) and <c>workflows/</c>.</param>
    /// <param name="targetPath">Absolute path of the repository.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Null when the repository is there; else one sentence that says why it is not.</returns>
    public async Task<string?> CreateAsync(string samplesFolder, string targetPath, CancellationToken cancellationToken)
    {
        if (Directory.Exists(Path.Combine(targetPath, ".git")))
        {
            return null;
        }

        if (File.Exists(targetPath) || (Directory.Exists(targetPath) && Directory.EnumerateFileSystemEntries(targetPath).Any()))
        {
            return $"the sample repository cannot be made: {targetPath} is there already and is no git repository; move it away";
        }

        var content = Path.Combine(samplesFolder, "repository");
        if (!Directory.Exists(content))
        {
            return $"the sample repository cannot be made: {content} does not exist";
        }

        var unfinished = $"{targetPath}.new";
        try
        {
            DeleteFolder(unfinished);
            Directory.CreateDirectory(unfinished);
            await BuildAsync(samplesFolder, content, unfinished, cancellationToken);
            DeleteFolder(targetPath); // at most an empty one
            Directory.Move(unfinished, targetPath);
            return null;
        }
        catch (Exception fault) when (fault is GitMissingException or SampleException or IOException or UnauthorizedAccessException)
        {
            return $"the sample repository cannot be made: {fault.Message}";
        }
    }

    private async Task BuildAsync(string samplesFolder, string content, string target, CancellationToken cancellationToken)
    {
        await GitAsync(target, ["init", "--quiet", "--template=", "--initial-branch=main"], commit: null, cancellationToken);
        // Commits that people and agents make here later need an identity, whether or not this machine has one.
        await GitAsync(target, ["config", "user.name", Committer], commit: null, cancellationToken);
        await GitAsync(target, ["config", "user.email", CommitterEmail], commit: null, cancellationToken);
        foreach (var commit in SampleCommit.History)
        {
            foreach (var file in commit.Files)
            {
                await WriteAsync(Path.Combine(content, file.Path), Path.Combine(target, file.Path), file.Lines, cancellationToken);
            }

            if (commit.Files.Length == 0)
            {
                await CopyAllAsync(content, target, cancellationToken);
                await CopyAllAsync(Path.Combine(samplesFolder, "workflows"), Path.Combine(target, ".signalbox", "workflows"), cancellationToken);
            }

            await GitAsync(target, ["add", "--all"], commit, cancellationToken);
            await GitAsync(target, ["-c", "commit.gpgSign=false", "commit", "--quiet", "--message", commit.Message], commit, cancellationToken);
        }
    }

    private static async Task CopyAllAsync(string from, string to, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            await WriteAsync(file, Path.Combine(to, Path.GetRelativePath(from, file)), lines: null, cancellationToken);
        }
    }

    private static async Task WriteAsync(string from, string to, int? lines, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var text = await File.ReadAllLinesAsync(from, cancellationToken);
        await File.WriteAllTextAsync(to, string.Concat(text.Take(lines ?? text.Length).Select(line => $"{line}\n")), cancellationToken);
    }

    private async Task GitAsync(string folder, string[] arguments, SampleCommit? commit, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // The same repository on every machine: no configuration of the user or the system has a say.
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_AUTHOR_NAME"] = commit?.Author ?? Committer,
            ["GIT_AUTHOR_EMAIL"] = commit?.Email ?? CommitterEmail,
            ["GIT_AUTHOR_DATE"] = commit?.Date ?? "",
            ["GIT_COMMITTER_NAME"] = Committer,
            ["GIT_COMMITTER_EMAIL"] = CommitterEmail,
            ["GIT_COMMITTER_DATE"] = commit?.Date ?? "",
        };
        var result = await _git.RunAsync(folder, arguments, Git.ShortTime, environment, cancellationToken);
        if (!result.IsSuccess)
        {
            throw new SampleException($"`git {arguments[0]}` failed: {result.Reason}");
        }
    }

    private static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private sealed class SampleException(string message) : Exception(message);
}
