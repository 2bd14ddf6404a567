using System.Collections.Concurrent;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces.Upkeep;

/// <summary>
/// Looks at workspaces and remembers what it saw: a page shows what is known and is told when more is. Two at a time, so that a list of many leaves the machine to
/// the agents. Whoever looks brings the status up to date.
/// </summary>
public sealed class WorkspaceLooks(IWorkspaceStore store, IWorkspaceManager workspaces, RunEventBus bus, TimeProvider time, ServerNode? node = null) : IDisposable
{
    /// <summary>How long what was seen is good enough for a list.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    /// <summary>How long a measured size is good enough.</summary>
    public static readonly TimeSpan DiskFresh = TimeSpan.FromMinutes(5);

    private const int AtOnce = 2;

    private readonly ConcurrentDictionary<WorkspaceId, WorkspaceLook> _seen = new();
    private readonly ConcurrentDictionary<WorkspaceId, Task<WorkspaceLook>> _looking = new();
    private readonly SemaphoreSlim _turns = new(AtOnce, AtOnce);
    private readonly CancellationTokenSource _ended = new();

    /// <summary>What was seen last; null when nobody has looked since the start.</summary>
    public WorkspaceLook? Known(WorkspaceId id) => _seen.GetValueOrDefault(id);

    /// <summary>Looks now.</summary>
    public async Task<WorkspaceLook> LookAsync(WorkspaceEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);

        // What is under way may have begun before the change that the caller wants to see.
        var look = await SeeAsync(entry, cancellationToken);
        Tell(entry.Id, look);
        return look;
    }

    /// <summary>Brings the status to what a look finds, and no more: for the end of a run, when nobody watches.</summary>
    public async Task SettleAsync(WorkspaceEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        await _turns.WaitAsync(cancellationToken);
        try
        {
            if (await SettleAsync(entry, await workspaces.InspectAsync(entry.Workspace.Path, cancellationToken), cancellationToken))
            {
                bus.Publish(new Notice.WorkspacesChanged());
            }
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Looks in the background at those of which what is known is old; the bus is told of each that looks different.</summary>
    /// <returns>Ends when all were looked at. Nobody has to wait for it.</returns>
    public Task RefreshAsync(IEnumerable<WorkspaceEntry> entries) => Task.WhenAll(entries.Where(IsOld).Select(RefreshAsync));

    /// <summary>Where its folder is, when that is not on this server's disk; null: it is here. Another's folder of the same name says nothing of it.</summary>
    public string? Elsewhere(WorkspaceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return IsHere(entry) ? null
            : entry.IsLeftBehind ? "its folder is on the node that its run was taken over from: look at it there"
            : $"its folder is on node {entry.Home}: look at it there";
    }

    /// <summary>Forgets what was seen of one that is gone.</summary>
    public void Forget(WorkspaceId id) => _seen.TryRemove(id, out _);

    /// <summary>Ends what is under way.</summary>
    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private bool IsOld(WorkspaceEntry entry) =>
        entry.IsThere && IsHere(entry) && !(Known(entry.Id) is { } look && time.GetUtcNow() - look.SeenAt < Fresh && time.GetUtcNow() - (look.Disk?.MeasuredAt ?? look.SeenAt) < DiskFresh);

    // The files of another node are not on this disk: not to see them says nothing.
    private bool IsHere(WorkspaceEntry entry) => WorkspacePlace.IsHere(entry, node);

    private Task RefreshAsync(WorkspaceEntry entry) => _looking.GetOrAdd(entry.Id, static (_, arguments) => arguments.Looks.RefreshInTurnAsync(arguments.Entry, arguments.Stop), (Looks: this, Entry: entry, Stop: _ended.Token));

    private async Task<WorkspaceLook> RefreshInTurnAsync(WorkspaceEntry entry, CancellationToken stop)
    {
        await Task.Yield();
        try
        {
            var look = await SeeAsync(entry, stop);
            Tell(entry.Id, look);
            return look;
        }
        finally
        {
            _looking.TryRemove(entry.Id, out _);
        }
    }

    private async Task<WorkspaceLook> SeeAsync(WorkspaceEntry entry, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var path = entry.Workspace.Path;
            var state = await workspaces.InspectAsync(path, cancellationToken);
            var apart = state.Head is not null && entry.Repository.DefaultBranch is { } branch ? await workspaces.CompareAsync(path, branch, cancellationToken) : null;
            var disk = Known(entry.Id)?.Disk is { } known && time.GetUtcNow() - known.MeasuredAt < DiskFresh ? known : DiskUse.Measure(path, time, cancellationToken);
            if (await SettleAsync(entry, state, cancellationToken))
            {
                bus.Publish(new Notice.WorkspacesChanged());
            }

            return new WorkspaceLook(state, apart, time.GetUtcNow()) { Disk = disk };
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Brings the status to what was seen: where its run has ended, nobody is removing it, and the move is a legal one.</summary>
    private async Task<bool> SettleAsync(WorkspaceEntry entry, WorkspaceState state, CancellationToken cancellationToken)
    {
        if (!IsHere(entry) || Move(entry, state) is null)
        {
            return false;
        }

        var isMoved = false;
        await store.ChangeAsync(
            entry.Id,
            now =>
            {
                if (Move(now, state) is not var (status, reason))
                {
                    return null;
                }

                var from = now.Workspace.Status;
                now.Workspace.MoveTo(status, reason, time.GetUtcNow());
                isMoved = true;
                return new WorkspaceChange { WorkspaceId = now.Id, From = from, To = status, Reason = reason, Actor = "signalbox", Time = time.GetUtcNow() };
            },
            cancellationToken);
        if (isMoved && !state.Exists)
        {
            // Whoever deleted the folder left git's entry, and a branch that may hold nothing of its own.
            await workspaces.RemoveAsync(new WorkspaceRemovalOrder(entry.Repository.Path, entry.Workspace.Path) { Branch = entry.Workspace.Branch }, CancellationToken.None);
        }

        return isMoved;
    }

    private (WorkspaceStatus Status, string Reason)? Move(WorkspaceEntry entry, WorkspaceState state)
    {
        var workspace = entry.Workspace;
        return entry.RunHasEnded && workspace.RemovalAt is null && state.Status is { } status && status != workspace.Status && WorkspaceTransitions.Table.Allows(workspace.Status, status)
            && (state.Exists || IsGone(workspace))
            ? (status, Why(status, state))
            : null;
    }

    // What one node does not see may be on another; a disk that is not there takes more than the one folder with it; and a removal that is called off puts the folder back.
    private bool IsGone(Workspace workspace) => node is null && Directory.Exists(Path.GetDirectoryName(workspace.Path)) && !new CondemnedFolder(workspace.Path).IsAnywhere;

    private static string Why(WorkspaceStatus status, WorkspaceState state) => status switch
    {
        WorkspaceStatus.Removed => "its folder is gone; nobody removed it here",
        WorkspaceStatus.Dirty => $"it holds {string.Join(", ", state.Losses)}",
        WorkspaceStatus.Merged => "its commits are merged",
        WorkspaceStatus.Active => state.Unmerged > 0 ? $"it holds {LeftOutWork.Count(state.Unmerged, "commit that is on no other branch", "commits that are on no other branch")}" : "it holds no work that waits",
        WorkspaceStatus.Kept => throw new ArgumentOutOfRangeException(nameof(status), status, "nothing that can be seen leads there"),
    };

    private void Tell(WorkspaceId id, WorkspaceLook look)
    {
        var before = Known(id);
        _seen[id] = look;
        if (before is null || before.Disk != look.Disk || before.Default != look.Default || !string.Equals(before.State.Fingerprint, look.State.Fingerprint, StringComparison.Ordinal)
            || (before.State.Exists, before.State.Unmerged, before.State.IsMerged, before.State.Fault) != (look.State.Exists, look.State.Unmerged, look.State.IsMerged, look.State.Fault))
        {
            bus.Publish(new Notice.WorkspacesChanged());
        }
    }
}
