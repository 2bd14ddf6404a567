using Microsoft.Extensions.Logging;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces.Upkeep;

/// <summary>
/// The one way in which a workspace goes, whoever asks: person, program or retention. It is written down before anything is touched, so that a removal that is cut short is
/// gone on with, or put right, at the next start or the next time that somebody asks.
/// </summary>
public sealed class WorkspaceRemovals(
    IWorkspaceStore store, IWorkspaceManager workspaces, WorkspaceLooks looks, RunEventBus bus, TimeProvider time, ILogger<WorkspaceRemovals> log, ServerNode? node = null, AuditLog? audit = null)
{
    /// <summary>Removes a workspace in which nothing would be lost.</summary>
    public Task<WorkspaceRemovalResult> RemoveAsync(WorkspaceId id, string by, CancellationToken cancellationToken) =>
        WriteAsync(RemoveAsync(id, new Wish(by), cancellationToken), id, AuditActions.WorkspaceRemove);

    /// <summary>Removes a workspace with what it holds; its commits stay on their branch.</summary>
    /// <param name="id">The workspace.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="told">What they were told, as <see cref="WorkspaceState.Fingerprint"/>: something else is not lost. Null: whatever is there.</param>
    /// <param name="cancellationToken">Gives up, before anything is touched.</param>
    public Task<WorkspaceRemovalResult> ForceAsync(WorkspaceId id, string by, string? told, CancellationToken cancellationToken) =>
        WriteAsync(RemoveAsync(id, new Wish(by) { IsTold = true, Told = told }, cancellationToken), id, AuditActions.WorkspaceRemove);

    /// <summary>Why a removal in which nothing may be lost would leave it; null: it would go. Nothing is touched or written down.</summary>
    public async Task<string?> WhyStaysAsync(WorkspaceId id, CancellationToken cancellationToken) =>
        (await RemoveAsync(id, new Wish("") { IsTrial = true }, cancellationToken)).Refused;

    /// <summary>Keeps a workspace until a person removes it: retention leaves it and its run alone.</summary>
    public async Task<WorkspaceRemovalResult> KeepAsync(WorkspaceId id, string by, CancellationToken cancellationToken)
    {
        string? refused = null;
        var entry = await store.ChangeAsync(
            id,
            now =>
            {
                var from = now.Workspace.Status;
                refused = from == WorkspaceStatus.Kept ? null
                    : now.Workspace.RemovalAt is not null ? $"workspace {id} is being removed"
                    : WorkspaceTransitions.Table.Allows(from, WorkspaceStatus.Kept) ? null
                    : $"workspace {id} is {from.ToString().ToLowerInvariant()}: there is nothing left to keep";
                return refused is null && from != WorkspaceStatus.Kept ? Moved(now, WorkspaceStatus.Kept, $"kept by {by}", by) : null;
            },
            cancellationToken);
        Tell();
        return await WriteAsync(Task.FromResult(new WorkspaceRemovalResult { Entry = entry, Refused = refused }), id, AuditActions.WorkspaceKeep);
    }

    private async Task<WorkspaceRemovalResult> WriteAsync(Task<WorkspaceRemovalResult> order, WorkspaceId id, string action)
    {
        var result = await order;
        if (audit is not null && result is { Refused: null, Entry: { } entry })
        {
            await audit.WriteAsync(action, id.Value, after: new { Run = entry.RunKey, entry.Workspace.Path, entry.Workspace.Status });
        }

        return result;
    }

    /// <summary>Goes on with the removals that a server left behind that stopped, or puts them right. Returns how many there were.</summary>
    public async Task<int> RecoverAsync(CancellationToken cancellationToken)
    {
        var left = (await store.ListRemovalsAsync(cancellationToken)).Where(IsHere).ToList();
        foreach (var entry in left)
        {
            var workspace = entry.Workspace;
            var result = await RemoveAsync(entry.Id, new Wish(workspace.RemovalBy!) { IsTold = workspace.RemovalTold is not null, Told = workspace.RemovalTold, GoesOn = MarkOf(workspace) }, cancellationToken);
            log.RemovalRecovered(entry.Id.Value, entry.RunKey, result.Refused ?? "removed");
        }

        return left.Count;
    }

    /// <summary>Whether a run left it behind on another node, whose it is to remove it.</summary>
    public bool IsLeftElsewhere(WorkspaceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.IsLeftBehind && !IsHere(entry);
    }

    private bool IsHere(WorkspaceEntry entry) => WorkspacePlace.IsHere(entry, node);

    private async Task<WorkspaceRemovalResult> RemoveAsync(WorkspaceId id, Wish wish, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(id, cancellationToken) is not { } entry)
        {
            return new WorkspaceRemovalResult { Refused = $"there is no workspace '{id}'" };
        }

        if (!entry.IsThere)
        {
            return new WorkspaceRemovalResult { Entry = entry };
        }

        var mark = MarkOf(entry.Workspace);
        if (wish.GoesOn is not null && wish.GoesOn != mark)
        {
            return new WorkspaceRemovalResult { Entry = entry, Refused = $"workspace {id} stays: its removal was given up, or is another's by now" };
        }

        if (Obstacle(entry) is { } obstacle)
        {
            return new WorkspaceRemovalResult { Entry = entry, Refused = obstacle };
        }

        var workspace = entry.Workspace;
        if (IsLeftElsewhere(entry) || (node is not null && !wish.IsTold && !new CondemnedFolder(workspace.Path).IsAnywhere))
        {
            // What it holds is to be seen there only; a folder of that name that is here is another's.
            return wish.IsTold && !wish.IsTrial
                ? await ForgetAsync(entry, wish.By)
                : new WorkspaceRemovalResult { Entry = entry, Refused = $"the folder {workspace.Path} is not on this node: remove workspace {id} where it is, or forget it with --force", MayBeForced = entry.IsLeftBehind };
        }

        var outcome = await workspaces.RemoveAsync(
            new WorkspaceRemovalOrder(entry.Repository.Path, workspace.Path)
            {
                Branch = workspace.Branch,
                IsTold = wish.IsTold,
                Told = wish.Told,
                IsTrial = wish.IsTrial,
                Begin = async state =>
                {
                    var (stopped, begun) = await BeginAsync(id, wish.By, wish.IsTold ? state.Fingerprint : null, cancellationToken);
                    mark = begun ?? mark;
                    return stopped;
                },
            },
            cancellationToken);

        // The row follows the disk: what happened there has happened.
        var after = wish.IsTrial ? entry : outcome.Fault is { } fault ? await StayAsync(id, wish.By, fault, mark) : await GoneAsync(id, wish.By, outcome);
        if (!wish.IsTrial)
        {
            Tell();
        }

        return new WorkspaceRemovalResult { Entry = after, Refused = outcome.Fault, State = outcome.State, MayBeForced = outcome.MayBeForced, KeptBranch = outcome.KeptBranch };
    }

    private string? Obstacle(WorkspaceEntry entry) =>
        !entry.RunHasEnded ? $"workspace {entry.Id} stays, because its run {entry.RunKey} is {entry.RunStatus.ToLowerInvariant()}: cancel it or wait for its end first"
        : entry.IsLeftBehind || IsHere(entry) ? null : $"workspace {entry.Id} is on the disk of node {entry.Home}: remove it there";

    /// <summary>Writes the removal down, unless the run was taken up again in this moment.</summary>
    private async Task<(string? Stopped, Mark? Begun)> BeginAsync(WorkspaceId id, string by, string? told, CancellationToken cancellationToken)
    {
        string? stopped = null;
        Mark? begun = null;
        await store.ChangeAsync(
            id,
            now =>
            {
                stopped = Obstacle(now);
                if (stopped is not null)
                {
                    return null;
                }

                now.Workspace.BeginRemoval(by, told, time.GetUtcNow());
                begun = MarkOf(now.Workspace);
                return Note(now, told is null ? "removal begun" : "removal begun; what it holds may be lost", by);
            },
            cancellationToken);
        return (stopped, begun);
    }

    private async Task<WorkspaceRemovalResult> ForgetAsync(WorkspaceEntry entry, string by)
    {
        looks.Forget(entry.Id);
        var after = await store.ChangeAsync(entry.Id, now => now.IsThere ? Moved(now, WorkspaceStatus.Removed, $"forgotten by {by}; its folder is on another node", by) : null, CancellationToken.None);
        Tell();
        return new WorkspaceRemovalResult { Entry = after, IsForgotten = true };
    }

    private Task<WorkspaceEntry?> GoneAsync(WorkspaceId id, string by, WorkspaceRemovalOutcome outcome)
    {
        looks.Forget(id);
        var lost = outcome.State is { Losses.Count: > 0 } state ? $" with {string.Join(", ", state.Losses)}" : "";
        var kept = outcome.KeptBranch is { } branch ? $"; its commits stay on branch {branch}" : "";
        return store.ChangeAsync(id, now => now.IsThere ? Moved(now, WorkspaceStatus.Removed, $"removed by {by}{lost}{kept}", by) : null, CancellationToken.None);
    }

    /// <summary>Ends a mark that this call has written, or that lay there when it began. One that somebody else wrote in the meantime is of a removal that is under way.</summary>
    private Task<WorkspaceEntry?> StayAsync(WorkspaceId id, string by, string why, Mark? mark) => store.ChangeAsync(
        id,
        now =>
        {
            // What is half gone stays written down: the next start goes on with it.
            if (mark is null || MarkOf(now.Workspace) != mark || !Directory.Exists(now.Workspace.Path))
            {
                return null;
            }

            now.Workspace.EndRemoval();
            return Note(now, $"removal given up: {why}", by);
        },
        CancellationToken.None);

    private WorkspaceChange Moved(WorkspaceEntry entry, WorkspaceStatus to, string reason, string by)
    {
        var from = entry.Workspace.Status;
        entry.Workspace.MoveTo(to, reason, time.GetUtcNow());
        return Note(entry, reason, by, from);
    }

    private WorkspaceChange Note(WorkspaceEntry entry, string reason, string by, WorkspaceStatus? from = null) => new()
    {
        WorkspaceId = entry.Id,
        From = from ?? entry.Workspace.Status,
        To = entry.Workspace.Status,
        Reason = reason,
        Actor = by,
        Time = time.GetUtcNow(),
    };

    private static Mark? MarkOf(Workspace workspace) => workspace.RemovalAt is { } at ? new Mark(at, workspace.RemovalBy, workspace.RemovalTold) : null;

    private void Tell() => bus.Publish(new Notice.WorkspacesChanged());

    /// <summary>What is asked for.</summary>
    private sealed record Wish(string By)
    {
        public bool IsTold { get; init; }

        public string? Told { get; init; }

        /// <summary>What was found written down, when it is gone on with.</summary>
        public Mark? GoesOn { get; init; }

        public bool IsTrial { get; init; }
    }

    /// <summary>What is written down of a removal that was begun.</summary>
    private sealed record Mark(DateTimeOffset At, string? By, string? Told);
}
