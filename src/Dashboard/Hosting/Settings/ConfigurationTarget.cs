using Signalbox.Engine.Coordination;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>Lets configurations take effect on this server, one at a time.</summary>
internal sealed class ConfigurationTarget(
    ServerDocuments documents, LiveSettings live, AgentDirectory directory, ConfiguredAgents registry, ConfiguredFiles files, IWorkflowLibrary library, RunQueue queue) : IConfigurationTarget, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile IReadOnlyList<string> _restart = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> RestartNeeded => _restart;

    /// <inheritdoc/>
    public ConfigurationKnown Known
    {
        get
        {
            // Agents and servers of the document in force are not known beside the next one: it may take them away.
            var (agents, servers) = (Ids(documents.Effective.Agents.Select(a => a.Id)), Ids(documents.Effective.Settings.Select(s => ServerOf(s.Option)).OfType<string>()));
            var user = documents.User;
            return new ConfigurationKnown(
                [.. directory.Agents.Select(a => a.Id).Where(id => !agents.Contains(id)).Concat(user?.Agents.Select(a => a.Id) ?? [])],
                [.. directory.McpServers.Select(s => s.Id).Where(id => !servers.Contains(id)).Concat(user?.Settings.Select(s => ServerOf(s.Option)).OfType<string>() ?? [])]);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Diagnostic> FindFaults(ConfigurationDocument document, string file)
    {
        ArgumentNullException.ThrowIfNull(document);
        return DocumentFaults.Find(document, file, documents);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> TakeAsync(ConfigurationVersion version, ConfigurationDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(document);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Of two that were applied at once the older may come last.
            if (version.Number <= documents.AppliedNumber)
            {
                return _restart;
            }

            var before = documents.Effective.Agents.Select(a => a.Id).ToList();
            _restart = documents.Take(document, version.Number);
            live.Change(documents.Read());
            files.Change(FilesOf(documents.Effective));
            var now = Ids(documents.Effective.Agents.Select(a => a.Id));
            await registry.RefreshAsync(before.Where(id => !now.Contains(id)), CancellationToken.None);
            foreach (var repository in await library.RepositoriesAsync(CancellationToken.None))
            {
                await library.SyncAsync(repository, CancellationToken.None);
            }

            await queue.AdmitAsync(CancellationToken.None);
            return _restart;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The workflows of documents as the library has them.</summary>
    public static IReadOnlyList<ConfiguredFile> FilesOf(EffectiveDocument document) =>
        [.. document.Workflows.Where(w => w.IsEnabled).Select(w => new ConfiguredFile(w.Slug, w.Yaml, w.Definition?.Repositories ?? []))];

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static string? ServerOf(string option) => option.Split(':') is ["Agents", "McpServers", var name, ..] ? name : null;

    private static HashSet<string> Ids(IEnumerable<string> ids) => ids.ToHashSet(StringComparer.Ordinal);
}
