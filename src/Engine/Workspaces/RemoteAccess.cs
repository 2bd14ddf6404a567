using System.Globalization;

namespace Signalbox.Engine.Workspaces;

/// <summary>
/// Finds the remote of a repository, and the way there that is the user's own. The repository's configuration is an agent's to write: the address must be the one that a
/// person saw, and no program that it names (ssh command, credential helper, proxy, pack program) runs. What it sets and git lets nobody overrule is refused.
/// </summary>
/// <param name="git">Calls git.</param>
/// <param name="environment">What ssh, proxies and certificates need of the server's environment.</param>
internal sealed class RemoteAccess(Git git, IReadOnlyDictionary<string, string> environment)
{
    private const string Helpers = @"^credential\.(.*\.)?(helper|usehttppath|username)$";

    /// <summary>Other addresses for every remote, ways there and what is trusted on them, and programs and sources that a fetch follows.</summary>
    private const string LeadsAway = @"^(url\..*|http\..*|core\.alternaterefscommand|fetch\.bundleuri)$";

    private static readonly string[] Inherited =
        ["SSH_AUTH_SOCK", "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO"];

    /// <summary>What of this process' environment it takes to reach another machine.</summary>
    public static Dictionary<string, string> OfThisProcess() =>
        Inherited.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name))).Where(v => !string.IsNullOrEmpty(v.Value)).ToDictionary(v => v.Name, v => v.Value!, StringComparer.Ordinal);

    /// <summary>The remote, or why there is none to be used: a sentence without its end.</summary>
    public async Task<(Remote? Remote, string? Fault)> FindAsync(Repository repository, CancellationToken cancellationToken)
    {
        if (await SyncRelease.FaultAsync(git, repository.Path, cancellationToken) is { } tooOld)
        {
            return (null, tooOld);
        }

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

        if (await LeadsAwayAsync(repository, cancellationToken) is { } keys)
        {
            return (null, keys);
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
            ["GIT_PROXY_COMMAND"] = "", // goes before core.gitProxy, of which the first that fits counts
            ["GIT_CONFIG_COUNT"] = settings.Count.ToString(CultureInfo.InvariantCulture),
        };
        for (var i = 0; i < settings.Count; i++)
        {
            all[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_KEY_{i}")] = settings[i].Key;
            all[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_VALUE_{i}")] = settings[i].Value;
        }

        return (new Remote(name, shown, url.Output, repository.Path, all), null);
    }

    /// <summary>Why what the repository's own configuration sets keeps git from it, in a sentence without its end; null when nothing does. Files that it includes count as it.</summary>
    private async Task<string?> LeadsAwayAsync(Repository repository, CancellationToken cancellationToken)
    {
        const int None = 1;
        var found = await git.RunAsync(repository.Path, ["config", "--show-scope", "--includes", "--name-only", "-z", "--get-regexp", LeadsAway], cancellationToken);
        if (!found.IsSuccess)
        {
            return found.ExitCode == None ? null : $"the configuration of {repository.Name} cannot be read: {found.Reason}";
        }

        // A key's middle may be an address with a password.
        var own = found.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Chunk(2)
            .Where(pair => pair is [not ("system" or "global"), _]).Select(pair => (First: pair[1].Split('.')[0], Last: pair[1].Split('.')[^1], IsShort: pair[1].Count(c => c == '.') == 1))
            .Select(key => $"{key.First}.{(key.IsShort ? "" : "*.")}{key.Last}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return own.Count == 0
            ? null
            : $"the configuration of {repository.Name} itself sets {string.Join(", ", own)}, which leads git elsewhere or runs programs, and agents can write there: "
                + $"see to `git -C {repository.Path} config --list --show-origin`, and set what is yours with `git config --global`";
    }

    /// <summary>The credential helpers of the user or the machine: those of the repository were just forgotten.</summary>
    private async Task<IEnumerable<(string Key, string Value)>> OwnAsync(string level, string path, CancellationToken cancellationToken)
    {
        var found = await git.RunAsync(path, ["config", level, "--includes", "-z", "--get-regexp", Helpers], cancellationToken);
        return found.IsSuccess ? found.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('\n', 2)).Select(parts => (parts[0], parts.Length > 1 ? parts[1] : "")) : [];
    }
}
