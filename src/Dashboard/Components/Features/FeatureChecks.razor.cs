using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Features;

namespace Signalbox.Dashboard.Components.Features;

/// <summary>The checklist of a feature: people tick its lines, and commands do.</summary>
public sealed partial class FeatureChecks
{
    /// <summary>The feature.</summary>
    [Parameter, EditorRequired]
    public required FeatureView View { get; set; }

    /// <summary>Called when something was ticked.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    [Inject]
    private FeatureDesk Specs { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private bool IsClosed => View.Feature.Status == FeatureStatus.Completed;

    private string Summary => View.Open == 0 ? "all hold" : string.Create(CultureInfo.InvariantCulture, $"{View.Open} open");

    // Each by itself, and none is disabled meanwhile: that would take the focus from who goes through them by keyboard.
    private async Task TickAsync(FeatureCheck check, bool holds)
    {
        if (await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        var result = await Specs.TickAsync(View.Feature.Id, check.Key, holds, actor, CancellationToken.None);
        if (result.Feature is null)
        {
            Desk.Refuse(result.Refused ?? result.NotFound);
        }

        await OnDone.InvokeAsync();
    }
}
