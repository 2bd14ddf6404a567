using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces.Upkeep;

/// <summary>What people and programs see of workspaces.</summary>
public sealed class WorkspaceDesk(IWorkspaceStore store, IWorkspaceManager workspaces, WorkspaceLooks looks, TimeProvider time)
{
    /// <summary>Bytes of a diff at most.</summary>
    public const int MaxDiff = 4 * 1024 * 1024;

    private const int MaxChanges = 50;

    /// <summary>A page, newest first, each with what was seen of it. What is not seen within <paramref name="patience"/> is looked at in the background.</summary>
    /// <exception cref="ArgumentException">The cursor is not one that a page gave.</exception>
    public async Task<(WorkspacePage Page, IReadOnlyList<WorkspaceLook?> Looks)> ListAsync(WorkspaceFilter filter, TimeSpan patience, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(filter, cancellationToken);
        var looking = looks.RefreshAsync(page.Items);
        if (patience > TimeSpan.Zero && !looking.IsCompleted)
        {
            await Task.WhenAny(looking, Task.Delay(patience, time, cancellationToken));

            // Once more: looking has brought statuses up to date.
            page = await store.ListAsync(filter, cancellationToken);
        }

        return (page, [.. page.Items.Select(e => looks.Known(e.Id))]);
    }

    /// <summary>The workspaces that a text means: an id, the beginning of one, or the key of a run.</summary>
    public Task<IReadOnlyList<WorkspaceEntry>> ResolveAsync(string text, CancellationToken cancellationToken) => store.ResolveAsync(text, cancellationToken);

    /// <summary>Looks at a workspace now; the look is null where there is nothing to look at any more.</summary>
    public async Task<(WorkspaceEntry Entry, WorkspaceLook? Look, IReadOnlyList<WorkspaceChange> Changes)> LookAsync(WorkspaceEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var look = entry.IsThere && Elsewhere(entry) is null ? await looks.LookAsync(entry, cancellationToken) : null;
        return (await store.GetAsync(entry.Id, cancellationToken) ?? entry, look, await store.ListChangesAsync(entry.Id, MaxChanges, cancellationToken));
    }

    /// <summary>The same for a page, which does not wait: it gets what was seen last, and is told by the bus when more is.</summary>
    public async Task<(WorkspaceEntry Entry, WorkspaceLook? Look, IReadOnlyList<WorkspaceChange> Changes)> SeeAsync(WorkspaceEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _ = looks.RefreshAsync([entry]);
        return (await store.GetAsync(entry.Id, cancellationToken) ?? entry, looks.Known(entry.Id), await store.ListChangesAsync(entry.Id, MaxChanges, cancellationToken));
    }

    /// <summary>What was seen last; null when nobody has looked since the start.</summary>
    public WorkspaceLook? Known(WorkspaceId id) => looks.Known(id);

    /// <summary>Where its folder is, when that is not on this server's disk; null: it is here.</summary>
    public string? Elsewhere(WorkspaceEntry entry) => looks.Elsewhere(entry);

    /// <summary>What it holds against the commit that it started from.</summary>
    public async Task<WorkspacePatch> DiffAsync(WorkspaceEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Elsewhere(entry) is { } where ? new WorkspacePatch("", IsCut: false, [], $"there is no diff of workspace {entry.Id} here: {where}") : await workspaces.DiffAsync(entry.Workspace.Path, entry.Workspace.BaseCommit, MaxDiff, cancellationToken);
    }
}
