using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Events;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Dashboard.Components.Workspaces;

/// <summary>One workspace: what it holds, what would be lost with it, and what became of it.</summary>
public sealed partial class WorkspacePage
{
    private WorkspaceEntry? _entry;
    private WorkspaceLook? _look;
    private string? _elsewhere;
    private IReadOnlyList<WorkspaceChange> _changes = [];
    private IReadOnlyList<string> _names = [];
    private int _unnamed;
    private bool _loaded;

    /// <summary>Id of the workspace, the beginning of one, or the key of its run.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    [Inject]
    private WorkspaceDesk Desk { get; set; } = null!;

    [Inject]
    private WorkspaceRemovals Removals { get; set; } = null!;

    [Inject]
    private OrderDesk Toasts { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override TimeSpan? Every => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.WorkspacesChanged || (notice is Notice.RunChanged changed && changed.RunId == _entry?.Workspace.RunId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        // The newest, where a key names several.
        var found = await Desk.ResolveAsync(Id, cancellationToken) is [var first, ..] ? first : null;
        if (found is null)
        {
            _entry = null;
        }
        else
        {
            (_entry, _look, _changes) = await Desk.SeeAsync(found, cancellationToken);
            _elsewhere = Desk.Elsewhere(_entry);
            var state = _look?.State;
            _names = [.. state?.UncommittedNames ?? [], .. state?.UntrackedNames ?? []];
            _unnamed = (state?.Uncommitted + state?.Untracked ?? 0) - _names.Count;
        }

        _loaded = true;
    }

    private static List<KeyValuePair<string, string?>> Held(WorkspaceState state) =>
    [
        new("Only here", state.Losses.Count == 0 ? "nothing: all of it is in commits" : string.Join(", ", state.Losses)),
        new("Commits", state switch
        {
            { Unmerged: > 0 } => string.Join(", ", state.Stays),
            { IsMerged: true } => "merged",
            _ => "none that is only on its branch",
        }),
        new("Checked out", state.Branch ?? "no branch"),
    ];

    private List<KeyValuePair<string, string?>> Facts(WorkspaceEntry entry) =>
    [
        new("Repository", entry.Repository.Name),
        new("Folder", entry.Workspace.Path),
        new("Branch", entry.Workspace.Branch),
        new("Began at", entry.Workspace.BaseCommit[..Math.Min(12, entry.Workspace.BaseCommit.Length)]),
        new($"From {entry.Repository.DefaultBranch ?? "its default branch"}", WorkspaceWords.Apart(_look)),
        new("Ports", WorkspaceWords.Ports(entry)),
        new("Disk", WorkspaceWords.Disk(_look) + (_look?.Disk is { } disk ? string.Create(CultureInfo.InvariantCulture, $", {disk.Files:N0} files") : "")),
        new("Id", entry.Id.Value),
    ];

    private async Task KeepAsync()
    {
        if (_entry is { } entry && await Toasts.ActorAsync(Authentication) is { } actor && (await Removals.KeepAsync(entry.Id, actor, CancellationToken.None)).Refused is { } refused)
        {
            Toasts.Refuse(refused);
        }
    }
}
