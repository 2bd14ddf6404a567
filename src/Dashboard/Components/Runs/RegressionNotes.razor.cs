using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs.Regressions;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>The regressions that a run was found to be the cause of, and those that it shows or fixes; each can be taken back.</summary>
public sealed partial class RegressionNotes
{
    private IReadOnlyList<(MetricFact Fact, RegressionLinked Link)> _links = [];
    private bool _busy;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public required RunId RunId { get; set; }

    [Inject]
    private RegressionDesk Desk { get; set; } = null!;

    [Inject]
    private OrderDesk Orders { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.MetricsChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        _links = [.. (await Desk.OfAsync(RunId, cancellationToken)).Select(f => (f, (RegressionLinked)f.Detail))];

    private async Task WithdrawAsync(MetricFact fact, RegressionLinked link)
    {
        if (_busy || fact.RunId is not { } cause || await Orders.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        _busy = true;
        try
        {
            await Desk.WithdrawAsync(link.ShownBy, cause, actor, CancellationToken.None);
            Orders.Say(NotificationSeverity.Success, $"{fact.RunKey} is no longer linked as the cause", "It can be linked again.");
        }
        finally
        {
            _busy = false;
        }
    }
}
