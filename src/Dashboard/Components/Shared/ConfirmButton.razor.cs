using Microsoft.AspNetCore.Components;
using Radzen;

namespace Signalbox.Dashboard.Components.Shared;

/// <summary>A button for what cannot be undone or sets agents to work: says what it will do and asks first.</summary>
public sealed partial class ConfirmButton
{
    private bool _busy;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    /// <summary>The question.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>What will happen, in full.</summary>
    [Parameter, EditorRequired]
    public required string Text { get; set; }

    /// <summary>Words of the button that does it.</summary>
    [Parameter, EditorRequired]
    public required string Do { get; set; }

    /// <summary>Words of the button that does not.</summary>
    [Parameter]
    public string Keep { get; set; } = "Keep it";

    /// <summary>It ends or removes something.</summary>
    [Parameter]
    public bool Danger { get; set; }

    /// <summary>It stands in a list, among many of its kind.</summary>
    [Parameter]
    public bool Quiet { get; set; }

    /// <summary>Nothing to do now.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Called once the person has said yes.</summary>
    [Parameter, EditorRequired]
    public EventCallback Confirmed { get; set; }

    /// <summary>Words of this button.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private async Task AskAsync()
    {
        var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ConfirmDialog.Text)] = Text,
            [nameof(ConfirmDialog.Do)] = Do,
            [nameof(ConfirmDialog.Keep)] = Keep,
            [nameof(ConfirmDialog.Danger)] = Danger,
        };
        var answer = await Dialogs.OpenAsync<ConfirmDialog>(Title, parameters, new DialogOptions { Width = "440px", CloseDialogOnEsc = true, CloseDialogOnOverlayClick = true });
        if (answer is not true)
        {
            return;
        }

        _busy = true;
        try
        {
            await Confirmed.InvokeAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
