namespace Signalbox.Engine.Library;

/// <summary>
/// The workflows of the server's configuration (spec 2, Configuration: <c>workflows</c>), which the library has beside the files of repositories. Each belongs
/// to the repositories that it names, or to every one; a file of the repository with the same name stands above it.
/// </summary>
/// <param name="newest">Number of the configuration in force, where other servers on the same database may have another; null: there are none.</param>
public sealed class ConfiguredFiles(Func<CancellationToken, Task<int>>? newest = null)
{
    /// <summary>Before the name, where the source of a workflow is said.</summary>
    public const string Source = "configuration:";

    private volatile Said _said = new([], 0);

    /// <summary>All of them.</summary>
    public IReadOnlyList<ConfiguredFile> All => _said.Files;

    /// <summary>Others from now on; the library sees them when it reads a repository again.</summary>
    /// <param name="files">The files.</param>
    /// <param name="number">Number of the configuration that says so; 0 when none was applied.</param>
    public void Change(IReadOnlyList<ConfiguredFile> files, int number = 0) => _said = new Said(files, number);

    /// <summary>Whether they are those of the configuration in force. A server that is behind must not write what it knows over what is in force.</summary>
    internal async Task<bool> AreCurrentAsync(CancellationToken cancellationToken) => newest is null || await newest(cancellationToken) == _said.Number;

    /// <summary>Those of a repository.</summary>
    internal IEnumerable<ConfiguredFile> Of(string repository) => All.Where(f => f.Repositories.Count == 0 || f.Repositories.Contains(repository, StringComparer.Ordinal));

    private sealed record Said(IReadOnlyList<ConfiguredFile> Files, int Number);
}
