using System.Text;
using Microsoft.Extensions.Logging;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Library;

/// <summary>Finds workflows in the <c>.signalbox/workflows</c> folder of each known repository.</summary>
public sealed class WorkflowLibrary(
    IRepositoryStore repositories,
    IWorkflowStore workflows,
    IWorkspaceManager workspaces,
    IAgentCatalog agents,
    RunEventBus bus,
    ILogger<WorkflowLibrary> log,
    RepositoryScope? scope = null,
    ServerNode? node = null,
    ConfiguredFiles? configured = null,
    AuditLog? audit = null) : IWorkflowLibrary, IDisposable
{
    /// <summary>Where a repository keeps its workflows.</summary>
    public const string Folder = ".signalbox/workflows";

    // One reader of files at a time: two that see the same save at once must not make two versions of it.
    private readonly SemaphoreSlim _sync = new(1, 1);
    private readonly DefinitionCache _definitions = new();

    /// <inheritdoc/>
    public async Task<AddRepositoryResult> AddRepositoryAsync(string path, CancellationToken cancellationToken)
    {
        var probe = await workspaces.ProbeAsync(path, cancellationToken);
        if (probe.Root is null)
        {
            return new AddRepositoryResult(null, probe.Fault);
        }

        if (scope?.Only is { } only && !string.Equals((await workspaces.ProbeAsync(only, cancellationToken)).Root, probe.Root, StringComparison.Ordinal))
        {
            return new AddRepositoryResult(null, $"this data directory belongs to {only} (per-repository mode) and knows no other repository: use the global data directory for {probe.Root}");
        }

        var repository = await repositories.AddAsync(probe.Root, Path.GetFileName(probe.Root.TrimEnd('/')), probe.DefaultBranch, probe.Remote, cancellationToken);
        await SyncAsync(repository, cancellationToken);
        await SyncWaitingAsync(repository, cancellationToken);
        bus.Publish(new Notice.WorkflowsChanged());
        if (audit is not null)
        {
            await audit.WriteAsync(AuditActions.RepositoryAdd, repository.Name, after: new { repository.Path, repository.DefaultBranch, repository.Remote });
        }

        return new AddRepositoryResult(repository, null);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Repository>> RepositoriesAsync(CancellationToken cancellationToken) => repositories.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkflowEntry>> ListAsync(CancellationToken cancellationToken) =>
        await EntriesAsync(await workflows.ListAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WorkflowEntry>> FindAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slash = name.LastIndexOf('/');
        var entries = await EntriesAsync(await workflows.FindAsync(name[(slash + 1)..], cancellationToken), cancellationToken);
        return slash < 0 ? entries : [.. entries.Where(e => string.Equals(e.Repository.Name, name[..slash], StringComparison.Ordinal))];
    }

    /// <inheritdoc/>
    public async Task SyncAsync(Repository repository, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        if (node is not null && !Directory.Exists(repository.Path))
        {
            // Another node may see it: what this one does not see is not gone.
            return;
        }

        await _sync.WaitAsync(cancellationToken);
        try
        {
            var changed = false;
            List<string> present = [];
            List<(string Path, byte[]? Bytes, WorkflowParseResult Result)> files = [];
            var known = new KnownRepositories((await repositories.ListAsync(cancellationToken)).Select(r => r.Name).ToHashSet(StringComparer.Ordinal), scope?.Only is not null);
            foreach (var path in WorkflowFiles(repository))
            {
                present.Add(path);
                files.Add(await ReadAsync(repository, path, known, cancellationToken));
            }

            var own = files.Select(f => f.Result.Definition?.Name ?? Path.GetFileNameWithoutExtension(f.Path)).ToHashSet(StringComparer.Ordinal);
            var isCurrent = configured is null || await configured.AreCurrentAsync(cancellationToken);
            if (!isCurrent)
            {
                // Those of the configuration in force are another server's to write.
                present.AddRange((await workflows.ListAsync(cancellationToken)).Where(w => w.RepositoryId == repository.Id).Select(w => w.SourcePath).Where(p => p.StartsWith(ConfiguredFiles.Source, StringComparison.Ordinal)));
            }

            foreach (var file in isCurrent ? configured?.Of(repository.Name).Where(f => !own.Contains(f.Slug)) ?? [] : [])
            {
                var (path, bytes) = (ConfiguredFiles.Source + file.Slug, Encoding.UTF8.GetBytes(file.Yaml));
                present.Add(path);
                files.Add((path, bytes, Parse(repository, path, bytes, known, knownWorkflows: null)));
            }

            // Which workflows there are is known only when all files have been read: a step may call one of a file further down.
            var names = files.Select(f => f.Result.Definition?.Name).OfType<string>().ToHashSet(StringComparer.Ordinal);
            foreach (var (path, bytes, first) in files)
            {
                var calls = bytes is not null && first.Definition?.Steps.Any(s => s.Kind == StepKind.Workflow) == true;
                var result = calls ? Parse(repository, path, bytes!, known, names) : first;
                var yaml = result.IsValid ? Encoding.UTF8.GetString(bytes!) : null;
                var slug = result.Definition?.Name ?? first.Definition?.Name ?? Slug(path);
                changed |= await workflows.RecordFileAsync(new WorkflowFileRecord(repository.Id, slug, path, result.Definition, yaml, result.Diagnostics), cancellationToken);
            }

            changed |= await workflows.ArchiveMissingAsync(repository.Id, present, cancellationToken);
            if (changed)
            {
                bus.Publish(new Notice.WorkflowsChanged());
            }
        }
        finally
        {
            _sync.Release();
        }
    }

    /// <summary>Ends the library; nothing is written afterwards.</summary>
    public void Dispose() => _sync.Dispose();

    /// <summary>Reads again what could not be used because it names a repository that was not known.</summary>
    private async Task SyncWaitingAsync(Repository added, CancellationToken cancellationToken)
    {
        var waiting = (await workflows.ListAsync(cancellationToken))
            .Where(w => w.RepositoryId != added.Id && w.Diagnostics.Any(d => string.Equals(d.Code, DiagnosticCodes.UnknownRepository, StringComparison.Ordinal)))
            .Select(w => w.RepositoryId)
            .ToHashSet();
        foreach (var other in (await repositories.ListAsync(cancellationToken)).Where(r => waiting.Contains(r.Id)))
        {
            await SyncAsync(other, cancellationToken);
        }
    }

    private static string Slug(string path) => path.StartsWith(ConfiguredFiles.Source, StringComparison.Ordinal) ? path[ConfiguredFiles.Source.Length..] : Path.GetFileNameWithoutExtension(path);

    private static IEnumerable<string> WorkflowFiles(Repository repository)
    {
        var folder = Path.Combine(repository.Path, Folder);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Where(f => Path.GetExtension(f) is ".yaml" or ".yml").Order(StringComparer.Ordinal)
            : [];
    }

    private async Task<(string Path, byte[]? Bytes, WorkflowParseResult Result)> ReadAsync(Repository repository, string path, KnownRepositories known, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await WorkflowFile.ReadAsync(path, cancellationToken);
            return (path, bytes, Parse(repository, path, bytes, known, knownWorkflows: null));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.WorkflowNotRead(exception, path);
            return (path, null, new WorkflowParseResult(null, [new Diagnostic(Path.GetRelativePath(repository.Path, path), 1, 1, DiagnosticSeverity.Error, "unreadable", $"the file cannot be read: {exception.Message}")]));
        }
    }

    private WorkflowParseResult Parse(Repository repository, string path, byte[] bytes, KnownRepositories known, IReadOnlySet<string>? knownWorkflows) =>
        WorkflowParser.Parse(
            bytes, path.StartsWith(ConfiguredFiles.Source, StringComparison.Ordinal) ? path : Path.GetRelativePath(repository.Path, path), agents.Agents.Select(a => a.Id).ToHashSet(StringComparer.Ordinal), knownWorkflows, known,
            agents.McpServers.Select(s => s.Id).ToHashSet(StringComparer.Ordinal));

    private async Task<IReadOnlyList<WorkflowEntry>> EntriesAsync(IReadOnlyList<Workflow> found, CancellationToken cancellationToken)
    {
        var byId = (await repositories.ListAsync(cancellationToken)).ToDictionary(r => r.Id);
        List<WorkflowEntry> entries = [];
        foreach (var workflow in found)
        {
            if (!byId.TryGetValue(workflow.RepositoryId, out var repository))
            {
                continue; // forgotten in this moment
            }

            var version = workflow.CurrentVersion == 0 ? null : await workflows.GetVersionAsync(workflow.Id, workflow.CurrentVersion, cancellationToken);
            var definition = version is null ? null : _definitions.Get(version, workflow.Slug);
            entries.Add(new WorkflowEntry(workflow, repository, version, definition, Missing(definition)));
        }

        return entries;
    }

    private IReadOnlyList<string> Missing(WorkflowDefinition? definition) =>
        definition is null
            ? []
            : [.. definition.Steps.Select(s => s.Agent).Distinct(StringComparer.Ordinal).Where(id => agents.Find(id) is not IPooledAgent).Select(id => (Id: id, Info: agents.FindInfo(id))).Where(a => a.Info?.Status != AgentStatus.Active).Select(a => a.Info?.Name ?? a.Id)];
}
