namespace Signalbox.Engine.Library;

/// <summary>
/// The workflows of the server's configuration (spec 2, Configuration: <c>workflows</c>), which the library has beside the files of repositories. Each belongs
/// to the repositories that it names, or to every one; a file of the repository with the same name stands above it.
/// </summary>
public sealed class ConfiguredFiles
{
    /// <summary>Before the name, where the source of a workflow is said.</summary>
    public const string Source = "configuration:";

    private volatile IReadOnlyList<ConfiguredFile> _all = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<ConfiguredFile> All => _all;

    /// <summary>Others from now on; the library sees them when it reads a repository again.</summary>
    public void Change(IReadOnlyList<ConfiguredFile> files) => _all = files;

    /// <summary>Those of a repository.</summary>
    internal IEnumerable<ConfiguredFile> Of(string repository) => _all.Where(f => f.Repositories.Count == 0 || f.Repositories.Contains(repository, StringComparer.Ordinal));
}
