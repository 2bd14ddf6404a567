using Signalbox.Engine.Files;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Transfer;

/// <summary>
/// What runs committed: their branches (<c>signalbox/...</c>) and checkpoints (<c>refs/signalbox/...</c>), as bundles of git. Of a repository whose remote has
/// part of the history, that part is left to the remote. A repository within the data directory goes as a whole.
/// </summary>
public sealed class RepositoryBundles
{
    private const string Branches = "refs/heads/signalbox/*:refs/heads/signalbox/*";
    private const string Checkpoints = "refs/signalbox/*:refs/signalbox/*";

    private static readonly Dictionary<string, string> NoEnvironment = new(StringComparer.Ordinal);

    private readonly Git _git;

    /// <summary>Uses the git on this process' PATH.</summary>
    public RepositoryBundles(TimeProvider time) => _git = new Git(time);

    /// <summary>Bundles a repository.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="isWhole">All of it, not only what runs made.</param>
    /// <param name="folder">The export's folder.</param>
    /// <param name="file">Name of the bundle in it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The bundle, or the sentence that says why there is none; neither when there is nothing to bundle.</returns>
    public async Task<(TransferBundle? Bundle, string? Fault)> WriteAsync(string name, string path, bool isWhole, string folder, string file, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            return (null, $"commits of {name}: its folder {path} is not there");
        }

        try
        {
            var refs = await _git.RunAsync(path, ["for-each-ref", "--count=1", "--format=%(refname)", isWhole ? "refs/heads" : "refs/heads/signalbox", "refs/signalbox"], cancellationToken);
            if (!refs.IsSuccess)
            {
                return (null, $"commits of {name} in {path}: {refs.Reason}");
            }

            if (refs.Output.Length == 0)
            {
                return (null, null);
            }

            var target = Path.Combine(folder, file);
            PrivateFiles.CreateFolder(Path.GetDirectoryName(target)!);
            var made = isWhole
                ? await LongAsync(path, ["bundle", "create", "--quiet", target, "HEAD", "--branches", "--tags", "--glob=refs/signalbox"], cancellationToken)
                : await BundleOwnAsync(path, target, cancellationToken);
            if (!made.IsSuccess)
            {
                return (null, $"commits of {name} in {path}: {made.Reason}");
            }

            PrivateFiles.TakeFile(target);
            var bundle = new TransferBundle(name, path, file, await HashedCopy.OfFileAsync(target, cancellationToken));
            return (isWhole ? await DescribeAsync(bundle, path, cancellationToken) : bundle, null);
        }
        catch (GitMissingException missing)
        {
            return (null, $"commits of {name} in {path}: {missing.Message}");
        }
    }

    /// <summary>Makes a repository anew from a bundle of all of it.</summary>
    /// <param name="bundle">What the manifest says of it.</param>
    /// <param name="file">Absolute path of the bundle.</param>
    /// <param name="target">Where to; nothing is there.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when done; else one sentence.</returns>
    public async Task<string?> CloneAsync(TransferBundle bundle, string file, string target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        Directory.CreateDirectory(target);
        try
        {
            return await CloneIntoAsync(bundle, file, target, cancellationToken);
        }
        catch (GitMissingException missing)
        {
            return $"the repository {bundle.Repository} cannot be made from {bundle.File}: {missing.Message}";
        }
    }

    private async Task<string?> CloneIntoAsync(TransferBundle bundle, string file, string target, CancellationToken cancellationToken)
    {
        string[][] calls =
        [
            ["init", "--quiet", "--template=", $"--initial-branch={bundle.Branch ?? "main"}"],
            ["config", "user.name", bundle.UserName ?? SampleRepository.Committer],
            ["config", "user.email", bundle.UserEmail ?? "samples@signalbox.invalid"],
            ["fetch", "--quiet", "--update-head-ok", file, "refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*", Checkpoints],
            ["reset", "--quiet", "--hard"],
        ];
        foreach (var call in calls)
        {
            var done = await LongAsync(target, call, cancellationToken);
            if (!done.IsSuccess)
            {
                return $"the repository {bundle.Repository} cannot be made from {bundle.File}: {done.Reason}";
            }
        }

        return null;
    }

    /// <summary>Brings the branches and checkpoints of runs into a repository that is there. What is there already stays as it is.</summary>
    /// <param name="bundle">What the manifest says of it.</param>
    /// <param name="file">Absolute path of the bundle.</param>
    /// <param name="repository">Absolute path of the repository.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null when done; else one sentence that says what to do.</returns>
    public async Task<string?> FetchAsync(TransferBundle bundle, string file, string repository, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var by = $"git -C {repository} fetch {file} '{Branches}' '{Checkpoints}'";
        try
        {
            var fetched = await LongAsync(repository, ["fetch", "--quiet", "--no-tags", file, Branches, Checkpoints], cancellationToken);
            return fetched.IsSuccess ? null : $"commits of {bundle.Repository} were not taken into {repository} ({fetched.Reason}); they are in {file}: {by}";
        }
        catch (GitMissingException missing)
        {
            return $"commits of {bundle.Repository} were not taken into {repository} ({missing.Message}); they are in {file}: {by}";
        }
    }

    private async Task<GitResult> BundleOwnAsync(string path, string target, CancellationToken cancellationToken)
    {
        string[] own = ["bundle", "create", "--quiet", target, "--glob=refs/heads/signalbox", "--glob=refs/signalbox"];
        var made = await LongAsync(path, [.. own, "--not", "--remotes"], cancellationToken);

        // The remote has all of it, and a bundle of nothing is refused: then it says only which commits they were.
        return made.IsSuccess ? made : await LongAsync(path, own, cancellationToken);
    }

    private async Task<TransferBundle> DescribeAsync(TransferBundle bundle, string path, CancellationToken cancellationToken) => bundle with
    {
        Branch = await OneAsync(path, ["symbolic-ref", "--short", "HEAD"], cancellationToken) ?? "main",
        UserName = await OneAsync(path, ["config", "--local", "user.name"], cancellationToken),
        UserEmail = await OneAsync(path, ["config", "--local", "user.email"], cancellationToken),
    };

    private async Task<string?> OneAsync(string path, string[] arguments, CancellationToken cancellationToken) =>
        await _git.RunAsync(path, arguments, cancellationToken) is { IsSuccess: true, Output.Length: > 0 } found ? found.Output : null;

    private Task<GitResult> LongAsync(string folder, string[] arguments, CancellationToken cancellationToken) =>
        _git.RunAsync(folder, arguments, Git.LongTime, NoEnvironment, cancellationToken);
}
