namespace Signalbox.Engine.Trust;

/// <summary>The trust model that counts for a repository.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Model">The same, read.</param>
public sealed record TrustModelInUse(TrustModelVersion Version, TrustModel Model)
{
    /// <summary>How people call it: <c>global trust model, version 3</c>.</summary>
    public string Name => $"{(string.Equals(Version.Scope, TrustModelVersion.Global, StringComparison.Ordinal) ? "global" : "the repository's")} trust model, version {Version.Number}";
}
