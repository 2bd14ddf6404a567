using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs.Regressions;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>The regressions that a run was found to be the cause of.</summary>
public sealed partial class RegressionNotes
{
    private IReadOnlyList<(MetricFact Fact, RegressionLinked Link)> _links = [];

    /// <summary>The run.</summary>
    [Parameter, EditorRequired]
    public required RunId RunId { get; set; }

    [Inject]
    private RegressionDesk Desk { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.MetricsChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        _links = [.. (await Desk.OfAsync(RunId, cancellationToken)).Select(f => (f, (RegressionLinked)f.Detail))];
}
