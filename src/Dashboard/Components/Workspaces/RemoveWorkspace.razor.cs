using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Dashboard.Components.Workspaces;

/// <summary>
/// Removes a workspace: looks at it, says what that loses, and loses that and nothing else. Should somebody write in it while the person reads, it stays and they are
/// told again.
/// </summary>
public sealed partial class RemoveWorkspace
{
    private bool _busy;
    private string? _held;

    [Inject]
    private WorkspaceDesk Desk { get; set; } = null!;

    [Inject]
    private WorkspaceRemovals Removals { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private OrderDesk Toasts { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <summary>The workspace.</summary>
    [Parameter, EditorRequired]
    public required WorkspaceEntry Entry { get; set; }

    /// <summary>It stands in a list, among many of its kind.</summary>
    [Parameter]
    public bool Quiet { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet() => _held = WorkspaceWords.Held(Entry);

    private async Task AskAsync()
    {
        if (await Toasts.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        _busy = true;
        try
        {
            var (entry, look, _) = await Desk.LookAsync(Entry, CancellationToken.None);
            if (entry.IsThere && Desk.Elsewhere(entry) is { } where)
            {
                await ForgetAsync(entry, where, actor);
                return;
            }

            if (look is null)
            {
                return; // gone meanwhile; the page is told
            }

            var isLost = look.State.Losses.Count > 0 || look.State.Fault is not null;
            if (!await IsSureAsync($"Remove the workspace of {entry.RunKey}?", WorkspaceWords.Removal(entry, look.State), isLost ? "Remove and lose it" : "Remove"))
            {
                return;
            }

            Say(look.State.IsClean
                ? await Removals.RemoveAsync(entry.Id, actor, CancellationToken.None)
                : await Removals.ForceAsync(entry.Id, actor, look.State.Fingerprint, CancellationToken.None));
        }
        finally
        {
            _busy = false;
        }
    }

    /// <summary>One that a run left behind on a node that is gone for good can only be taken off the list; any other is the other node's to remove.</summary>
    private async Task ForgetAsync(WorkspaceEntry entry, string where, string actor)
    {
        if (!entry.IsLeftBehind)
        {
            Toasts.Refuse($"The workspace of {entry.RunKey} cannot be removed here: {where}");
        }
        else if (await IsSureAsync($"Forget the workspace of {entry.RunKey}?", $"It cannot be removed here: {where}. To forget it takes it off the list; its folder and its branch stay where they are.", "Forget it"))
        {
            Say(await Removals.ForceAsync(entry.Id, actor, told: null, CancellationToken.None));
        }
    }

    private async Task<bool> IsSureAsync(string title, string text, string act)
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ConfirmDialog.Text)] = text,
            [nameof(ConfirmDialog.Do)] = act,
            [nameof(ConfirmDialog.Keep)] = "Keep it",
            [nameof(ConfirmDialog.Danger)] = true,
        };
        return await Dialogs.OpenAsync<ConfirmDialog>(title, parameters, new DialogOptions { Width = "520px", CloseDialogOnEsc = true, CloseDialogOnOverlayClick = true }) is true;
    }

    private void Say(WorkspaceRemovalResult result)
    {
        if (result.Refused is { } refused)
        {
            Toasts.Refuse(refused);
            return;
        }

        Toasts.Say(NotificationSeverity.Info, $"The workspace of {Entry.RunKey} is {(result.IsForgotten ? "forgotten" : "removed")}", result.KeptBranch is { } branch ? $"Its commits stay on branch {branch}." : null);
    }
}
