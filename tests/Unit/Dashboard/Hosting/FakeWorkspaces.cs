using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Dashboard.Hosting;

/// <summary>Repositories and workspaces without a database; what lies on the disk is looked at with the real git.</summary>
internal sealed class FakeWorkspaces : IRepositoryStore, IWorkspaceStore
{
    private readonly ConcurrentDictionary<WorkspaceId, WorkspaceEntry> _entries = new();
    private readonly ConcurrentQueue<WorkspaceChange> _changes = new();

    public List<Repository> Known { get; } = [];

    /// <summary>What happens just before a change is made, once.</summary>
    public Action? BeforeChange { get; set; }

    public IWorkspaceManager Manager { get; init; } = new GitWorkspaceManager(TimeProvider.System);

    public void Register(IServiceCollection services)
    {
        services.AddSingleton<IRepositoryStore>(this);
        services.AddSingleton<IWorkspaceStore>(this);
        services.AddSingleton(Manager);
        services.AddSingleton<ILogger<WorkspaceRemovals>>(NullLogger<WorkspaceRemovals>.Instance);
        services.AddSingleton<RepositoryUpkeep>();
        services.AddSingleton<WorkspaceLooks>();
        services.AddSingleton<WorkspaceDesk>();
        services.AddSingleton<WorkspaceRemovals>();
    }

    public WorkspaceEntry Add(WorkspaceEntry entry)
    {
        if (!Known.Contains(entry.Repository))
        {
            Known.Add(entry.Repository);
        }

        return _entries[entry.Id] = entry;
    }

    /// <summary>The workspace that a test repository made, as one of a run of the repository <c>shop</c>.</summary>
    public async Task<WorkspaceEntry> AddAsync(TestRepository git, string key, bool runHasEnded = true)
    {
        var repository = new Repository { Id = EntityId.New<RepositoryId>(), Name = "shop", Path = git.Root, DefaultBranch = "main", CreatedAt = FakeRuns.Now };
        var workspace = new Workspace
        {
            Id = EntityId.New<WorkspaceId>(),
            RunId = EntityId.New<RunId>(),
            RepositoryId = repository.Id,
            Path = git.Workspace,
            Branch = $"signalbox/{key}",
            BaseCommit = await git.RunAsync(git.Root, "rev-parse", "HEAD"),
            CreatedAt = FakeRuns.Now,
        };
        return Add(new WorkspaceEntry(workspace, repository, key, runHasEnded ? "Completed" : "Running", runHasEnded, Home: null));
    }

    public Task<WorkspacePage> ListAsync(WorkspaceFilter filter, CancellationToken cancellationToken)
    {
        var all = Newest().Where(e => filter.Statuses.Contains(e.Workspace.Status) && (filter.Repository is null || e.Repository.Id == filter.Repository)
            && (filter.Run is null || e.Workspace.RunId == filter.Run)).ToList();
        var from = filter.Cursor is null ? 0 : int.TryParse(filter.Cursor, System.Globalization.CultureInfo.InvariantCulture, out var at) ? at : throw new ArgumentException("no cursor", nameof(filter));
        var rest = all.Skip(from).Take(filter.Limit).ToList();
        return Task.FromResult(new WorkspacePage(rest, from + rest.Count < all.Count ? $"{from + rest.Count}" : null, all.Count));
    }

    public Task<WorkspaceEntry?> GetAsync(WorkspaceId id, CancellationToken cancellationToken) => Task.FromResult(_entries.GetValueOrDefault(id));

    public Task<IReadOnlyList<WorkspaceEntry>> ResolveAsync(string text, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<WorkspaceEntry>>(
        [.. Newest().Where(e => e.Id.Value.StartsWith(text, StringComparison.Ordinal) || e.RunKey.Equals(text, StringComparison.OrdinalIgnoreCase))]);

    public Task<IReadOnlyList<WorkspaceEntry>> ListRemovalsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WorkspaceEntry>>([.. Newest().Where(e => e.Workspace.RemovalAt is not null && e.IsThere)]);

    public Task<WorkspaceEntry?> ChangeAsync(WorkspaceId id, Func<WorkspaceEntry, WorkspaceChange?> change, CancellationToken cancellationToken)
    {
        var before = BeforeChange;
        BeforeChange = null;
        before?.Invoke();
        lock (_changes)
        {
            if (_entries.GetValueOrDefault(id) is { } entry && change(entry) is { } recorded)
            {
                _changes.Enqueue(recorded with { Sequence = _changes.Count + 1 });
            }
        }

        return GetAsync(id, cancellationToken);
    }

    public Task<IReadOnlyList<WorkspaceChange>> ListChangesAsync(WorkspaceId id, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<WorkspaceChange>>([.. _changes.Where(c => c.WorkspaceId == id).OrderByDescending(c => c.Sequence).Take(limit)]);

    public Task<IReadOnlyList<Repository>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Repository>>([.. Known.Where(r => r.ForgottenAt is null)]);

    public Task<Repository?> FindAsync(string idNameOrPath, CancellationToken cancellationToken) => Task.FromResult(Known.Find(r =>
        r.ForgottenAt is null && new[] { r.Id.Value, r.Name, r.Path }.Contains(idNameOrPath, StringComparer.Ordinal)));

    public Task<Repository> AddAsync(string path, string wishedName, string? defaultBranch, string? remote, CancellationToken cancellationToken) =>
        throw new NotSupportedException("repositories are added through the library");

    public Task<Repository?> GetAsync(RepositoryId id, CancellationToken cancellationToken) => Task.FromResult(Known.Find(r => r.Id == id));

    public async Task<bool> SetDefaultBranchAsync(RepositoryId id, string branch, CancellationToken cancellationToken)
    {
        if (await GetAsync(id, cancellationToken) is not { } repository)
        {
            return false;
        }

        repository.DefaultBranch = branch;
        return true;
    }

    public async Task<bool> SetSyncAsync(RepositoryId id, string? remote, bool fetchFirst, bool pushAfter, CancellationToken cancellationToken)
    {
        if (await GetAsync(id, cancellationToken) is not { } repository)
        {
            return false;
        }

        (repository.Remote, repository.FetchFirst, repository.PushAfter) = (remote, fetchFirst, pushAfter);
        return true;
    }

    public Task<IReadOnlyDictionary<RepositoryId, RepositoryUse>> UseAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<RepositoryId, RepositoryUse>>(Known.ToDictionary(r => r.Id, Use));

    public Task<RepositoryHold?> ForgetAsync(RepositoryId id, CancellationToken cancellationToken)
    {
        if (Known.Find(r => r.Id == id && r.ForgottenAt is null) is not { } repository)
        {
            return Task.FromResult<RepositoryHold?>(null);
        }

        var there = _entries.Values.Where(e => e.Repository.Id == id && e.IsThere).ToList();
        var active = there.Where(e => !e.RunHasEnded).Select(e => e.RunKey).ToList();
        var hold = new RepositoryHold(active, active.Count, [.. there.Select(e => $"{e.Id} ({e.RunKey})")], there.Count);
        if (hold.IsFree)
        {
            repository.ForgottenAt = FakeRuns.Now;
        }

        return Task.FromResult<RepositoryHold?>(hold);
    }

    private RepositoryUse Use(Repository repository)
    {
        var there = _entries.Values.Where(e => e.Repository.Id == repository.Id && e.IsThere).ToList();
        return new RepositoryUse(there.Count, there.Count(e => !e.RunHasEnded));
    }

    private IEnumerable<WorkspaceEntry> Newest() => _entries.Values.OrderByDescending(e => e.Workspace.CreatedAt).ThenByDescending(e => e.Id.Value, StringComparer.Ordinal);
}
