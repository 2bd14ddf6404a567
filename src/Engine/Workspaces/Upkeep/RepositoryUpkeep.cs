using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;

namespace Signalbox.Engine.Workspaces.Upkeep;

/// <summary>The known repositories, what there is of each, and forgetting one.</summary>
public sealed class RepositoryUpkeep(IRepositoryStore store, IWorkspaceManager workspaces, RunEventBus bus, AuditLog? audit = null)
{
    /// <summary>All that are known, by name, with what there is of each.</summary>
    public async Task<IReadOnlyList<(Repository Repository, RepositoryUse Use)>> ListAsync(CancellationToken cancellationToken)
    {
        var use = await store.UseAsync(cancellationToken);
        return [.. (await store.ListAsync(cancellationToken)).Select(r => (r, use.GetValueOrDefault(r.Id) ?? new RepositoryUse(0, 0)))];
    }

    /// <summary>The same without counting.</summary>
    public Task<IReadOnlyList<Repository>> KnownAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    /// <summary>The one with this id, name or path, without counting; null when none is known.</summary>
    public Task<Repository?> GetAsync(string idNameOrPath, CancellationToken cancellationToken) => store.FindAsync(idNameOrPath, cancellationToken);

    /// <summary>The one with this id, name or path; null when none is known.</summary>
    public async Task<(Repository Repository, RepositoryUse Use)?> FindAsync(string idNameOrPath, CancellationToken cancellationToken) =>
        await store.FindAsync(idNameOrPath, cancellationToken) is { } repository
            ? (repository, (await store.UseAsync(cancellationToken)).GetValueOrDefault(repository.Id) ?? new RepositoryUse(0, 0))
            : null;

    /// <summary>Sets the branch that its workspaces are compared with.</summary>
    /// <returns>Why not, in one sentence; null when it is set.</returns>
    public async Task<string?> SetDefaultBranchAsync(Repository repository, string branch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        if (await workspaces.CompareAsync(repository.Path, branch, cancellationToken) is null)
        {
            return $"{repository.Path} has no branch '{branch}', neither its own nor of its remote: name one that exists";
        }

        await store.SetDefaultBranchAsync(repository.Id, branch, cancellationToken);
        bus.Publish(new Notice.WorkflowsChanged());
        await WriteAsync(AuditActions.RepositoryChange, repository, new { repository.DefaultBranch }, new { DefaultBranch = branch });
        return null;
    }

    /// <summary>Sets whether runs fetch before they begin and push when they have completed, with the remote as it is now.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="fetchFirst">Null: as it is.</param>
    /// <param name="pushAfter">Null: as it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why not, in one sentence; null when it is set.</returns>
    public async Task<string?> SetSyncAsync(Repository repository, bool? fetchFirst, bool? pushAfter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var (fetch, push) = (fetchFirst ?? repository.FetchFirst, pushAfter ?? repository.PushAfter);
        var probe = await workspaces.ProbeAsync(repository.Path, cancellationToken);
        if ((fetch || push) && (probe.Fault is not null || probe.Remote is null))
        {
            return probe.Fault ?? $"{repository.Path} has no remote '{RemoteSync.Origin}': add one with `git -C {repository.Path} remote add {RemoteSync.Origin} URL`";
        }

        if ((fetch || push) && probe.SyncFault is { } tooOld)
        {
            return tooOld;
        }

        if (fetch && repository.DefaultBranch is null)
        {
            return $"{repository.Name} has no default branch to fetch: set one first";
        }

        await store.SetSyncAsync(repository.Id, probe.Remote ?? repository.Remote, fetch, push, cancellationToken);
        bus.Publish(new Notice.WorkflowsChanged());
        await WriteAsync(AuditActions.RepositoryChange, repository, new { repository.FetchFirst, repository.PushAfter }, new { FetchFirst = fetch, PushAfter = push });
        return null;
    }

    /// <summary>Forgets a repository: its files stay, and so do its runs. Not while one of them has not ended or a workspace of it is there.</summary>
    /// <returns>The sentence that says what stands in the way; null when it is forgotten, or was not known.</returns>
    public async Task<string?> ForgetAsync(Repository repository, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(repository);
        var hold = await store.ForgetAsync(repository.Id, cancellationToken);
        if (hold is { IsFree: false })
        {
            return hold.Sentence(repository.Name);
        }

        bus.Publish(new Notice.WorkflowsChanged());
        await WriteAsync(AuditActions.RepositoryForget, repository, new { repository.Path }, null);
        return null;
    }

    private Task WriteAsync(string action, Repository repository, object? before, object? after) => audit?.WriteAsync(action, repository.Name, before, after) ?? Task.CompletedTask;
}
