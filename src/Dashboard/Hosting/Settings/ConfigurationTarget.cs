using Signalbox.Engine.Coordination;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>Lets configurations take effect on this server, one at a time.</summary>
internal sealed class ConfigurationTarget(
    ServerDocuments documents, LiveSettings live, AgentDirectory directory, ConfiguredAgents registry, ConfiguredFiles files, IWorkflowLibrary library, RunQueue queue,
    ILogger<ConfigurationTarget> log) : IConfigurationTarget, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<string> _restart = [];
    private volatile string[] _unsettled = [];

    /// <inheritdoc/>
    public IReadOnlyList<string> RestartNeeded => _restart;

    /// <inheritdoc/>
    public IReadOnlyList<string> Unsettled => _unsettled;

    /// <inheritdoc/>
    public ConfigurationKnown Known
    {
        get
        {
            // Agents and servers of the document in force are not known beside the next one: it may take them away.
            var (agents, servers) = (Ids(documents.Effective.Agents.Select(a => a.Id)), Ids(documents.Effective.Settings.Select(s => ServerOf(s.Option)).OfType<string>()));
            var user = documents.User;
            return documents.Beside with
            {
                Agents = [.. directory.Agents.Select(a => a.Id).Where(id => !agents.Contains(id)).Concat(user?.Agents.Select(a => a.Id) ?? [])],
                McpServers = [.. directory.McpServers.Select(s => s.Id).Where(id => !servers.Contains(id)).Concat(user?.Settings.Select(s => ServerOf(s.Option)).OfType<string>() ?? [])],
            };
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
            if (version.Number > documents.AppliedNumber)
            {
                _gone.UnionWith(documents.Effective.Agents.Select(a => a.Id));
                _restart = documents.Take(document, version.Number);
                live.Change(documents.Read());
                files.Change(FilesOf(documents.Effective), version.Number);
                _unsettled = ["it has not taken effect everywhere yet"];
            }

            if (version.Number == documents.AppliedNumber && _unsettled.Length > 0)
            {
                await SettleInTurnAsync();
            }

            return _restart;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_unsettled.Length > 0)
            {
                await SettleInTurnAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What can fail: each part by itself, and again until all of it has worked.</summary>
    private async Task SettleInTurnAsync()
    {
        List<string> faults = [];
        _gone.ExceptWith(documents.Effective.Agents.Select(a => a.Id));
        await TryAsync("the registry of agents", async () =>
        {
            await registry.RefreshAsync(_gone, CancellationToken.None);
            _gone.Clear();
        });
        IReadOnlyList<Repository> repositories = [];
        await TryAsync("the list of repositories", async () => repositories = await library.RepositoriesAsync(CancellationToken.None));
        foreach (var repository in repositories)
        {
            await TryAsync($"the workflows of {repository.Name}", () => library.SyncAsync(repository, CancellationToken.None));
        }

        await TryAsync("the queue of runs", () => queue.AdmitAsync(CancellationToken.None));
        _unsettled = [.. faults];

        async Task TryAsync(string part, Func<Task> work)
        {
            try
            {
                await work();
            }
#pragma warning disable CA1031 // the version is in force: what does not work now is told, and tried again
            catch (Exception exception)
#pragma warning restore CA1031
            {
                log.ConfigurationNotSettled(exception, part);
                faults.Add($"{part} could not be brought up to date ({exception.Message.TrimEnd('.')}); it is tried again");
            }
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
