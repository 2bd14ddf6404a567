using System.Globalization;

namespace Signalbox.Engine.Workspaces;

/// <summary>
/// Finds the remote of a repository, and the way there that is the user's own. The repository's configuration is an agent's to write: the address must be the one that a
/// person saw, and no program that it names (ssh command, credential helper, proxy, pack program) runs.
/// </summary>
/// <param name="git">Calls git.</param>
/// <param name="environment">What ssh, proxies and certificates need of the server's environment.</param>
internal sealed class RemoteAccess(Git git, IReadOnlyDictionary<string, string> environment)
{
    private const string Helpers = @"^credential\.(.*\.)?(helper|usehttppath|username)$";

    private static readonly string[] Inherited =
        ["SSH_AUTH_SOCK", "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO"];

    /// <summary>What of this process' environment it takes to reach another machine.</summary>
    public static Dictionary<string, string> OfThisProcess() =>
        Inherited.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name))).Where(v => !string.IsNullOrEmpty(v.Value)).ToDictionary(v => v.Name, v => v.Value!, StringComparer.Ordinal);

    /// <summary>The remote, or why there is none to be used: a sentence without its end.</summary>
    public async Task<(Remote? Remote, string? Fault)> FindAsync(Repository repository, CancellationToken cancellationToken)
    {
        var again = $"see to `git -C {repository.Path} remote get-url {RemoteSync.Origin}` and run `signalbox repo add {repository.Path} --fetch on`, or with --push, again";
        var url = await git.RunAsync(repository.Path, ["config", "--get", $"remote.{RemoteSync.Origin}.url"], cancellationToken);
        if (!url.IsSuccess || url.Output.Length == 0)
        {
            return (null, $"{repository.Name} has no remote '{RemoteSync.Origin}': {again}");
        }

        var shown = RepositoryProber.WithoutCredentials(url.Output);
        if (!string.Equals(shown, repository.Remote, StringComparison.Ordinal))
        {
            return (null, $"{RemoteSync.Origin} of {repository.Name} is {shown} by now, and was {repository.Remote ?? "unknown"} when fetching or pushing was asked for: {again}");
        }

        // A name that nobody can have configured; the address goes through the environment, where other users do not see a password in it.
        var name = $"signalbox-{Guid.NewGuid():N}";
        List<(string Key, string Value)> settings = [($"remote.{name}.url", url.Output), ($"remote.{name}.fetch", $"+refs/heads/*:refs/remotes/{RemoteSync.Origin}/*"), ("credential.helper", "")];
        settings.AddRange(await OwnAsync("--system", repository.Path, cancellationToken));
        settings.AddRange(await OwnAsync("--global", repository.Path, cancellationToken));
        var ssh = await git.RunAsync(repository.Path, ["config", "--global", "--get", "core.sshCommand"], cancellationToken);
        var all = new Dictionary<string, string>(environment, StringComparer.Ordinal)
        {
            ["GIT_SSH_COMMAND"] = ssh.IsSuccess && ssh.Output.Length > 0 ? ssh.Output : "ssh -oBatchMode=yes",
            ["GIT_CONFIG_COUNT"] = settings.Count.ToString(CultureInfo.InvariantCulture),
        };
        for (var i = 0; i < settings.Count; i++)
        {
            all[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_KEY_{i}")] = settings[i].Key;
            all[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_VALUE_{i}")] = settings[i].Value;
        }

        return (new Remote(name, shown, url.Output, repository.Path, all), null);
    }

    /// <summary>The credential helpers of the user or the machine: those of the repository were just forgotten.</summary>
    private async Task<IEnumerable<(string Key, string Value)>> OwnAsync(string level, string path, CancellationToken cancellationToken)
    {
        var found = await git.RunAsync(path, ["config", level, "--includes", "-z", "--get-regexp", Helpers], cancellationToken);
        return found.IsSuccess ? found.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('\n', 2)).Select(parts => (parts[0], parts.Length > 1 ? parts[1] : "")) : [];
    }
}
