namespace Signalbox.Engine.Workspaces;

/// <summary>A remote as it is called upon once.</summary>
/// <param name="Name">Its name for this time.</param>
/// <param name="Shown">Its address without credentials.</param>
/// <param name="Url">Its address.</param>
/// <param name="Folder">Root of the repository.</param>
/// <param name="Environment">What makes git reach it, and ask nobody.</param>
internal sealed record Remote(string Name, string Shown, string Url, string Folder, IReadOnlyDictionary<string, string> Environment)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // Nothing but the address may be followed, nothing is signed with a program that the repository names, and git's own housekeeping would hold the run up.
    private static readonly string[] Settings = ["-c", "protocol.ext.allow=never", "-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "push.gpgSign=false"];

    private static readonly string[] Refusals =
        ["terminal prompts disabled", "could not read Username", "could not read Password", "Authentication failed", "Permission denied", "Host key verification failed", "access denied", "403", "401"];

    /// <summary>A call of git about it.</summary>
    public GitCall Call(string folder, params string[] arguments) => new(folder, [.. Settings, .. arguments]) { Environment = Environment, Limit = Limit };

    /// <summary>Why a call did not do what it should, and what to do about it; the end of a sentence.</summary>
    /// <param name="result">What git gave.</param>
    /// <param name="command">What a person tries by hand.</param>
    public string Explain(GitResult result, string command)
    {
        var reason = result.Reason.Replace(Url, Shown, StringComparison.Ordinal).Replace(Name, RemoteSync.Origin, StringComparison.Ordinal);
        var byHand = $"`git -C {Folder} {command}`";
        return Refusals.Any(words => result.Error.Contains(words, StringComparison.OrdinalIgnoreCase))
                ? $"it wants credentials that Signalbox does not have ({reason}): set up a credential helper or an ssh key for its user, so that {byHand} works without a question"
            : result.Error.Contains("(fetch first)", StringComparison.Ordinal) || result.Error.Contains("(non-fast-forward)", StringComparison.Ordinal)
                ? $"it has commits on that branch that the run does not have: fetch and merge them there, then {byHand}"
            : $"{reason}: see to it that {byHand} works";
    }
}
