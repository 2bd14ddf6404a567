using Microsoft.AspNetCore.Components;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;

namespace Signalbox.Dashboard.Components.Overview;

/// <summary>What needs a person first, what runs now, what happened last.</summary>
public sealed partial class OverviewPage
{
    private const int Shown = 8;
    private OverviewView? _view;

    [Inject]
    private IRunQueries Runs { get; set; } = null!;

    [Inject]
    private IWorkflowLibrary Library { get; set; } = null!;

    [Inject]
    private IAgentCatalog Agents { get; set; } = null!;

    [Inject]
    private RunRecords Records { get; set; } = null!;

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => true;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var dayAgo = Time.GetUtcNow().AddDays(-1);
        var active = await Runs.ListAsync(new RunFilter { Statuses = [.. RunGroups.Active], Limit = Shown }, cancellationToken);
        var failed = await Runs.ListAsync(new RunFilter { Statuses = [RunStatus.Failed], Since = dayAgo, Limit = Shown }, cancellationToken);
        var recent = await Runs.ListAsync(new RunFilter { Statuses = [RunStatus.Completed, RunStatus.Cancelled], Limit = Shown }, cancellationToken);
        var counts = await Runs.CountByStatusAsync(dayAgo, cancellationToken);
        var ever = await Runs.CountByStatusAsync(null, cancellationToken);
        var workflows = await Library.ListAsync(cancellationToken);
        _view = new OverviewView
        {
            Active = active.Runs,
            ActiveMore = active.Total - active.Runs.Count,
            Failed = failed.Runs,
            FailedMore = failed.Total - failed.Runs.Count,
            Recent = recent.Runs,
            Asked = [.. (await Records.ApprovalsAsync(null, ApprovalStatus.Open, Shown, cancellationToken)).Reverse()],
            AgentsInError = [.. Agents.Agents.Where(a => a.Status == AgentStatus.Error)],
            Workflows = workflows,
            CountsByStatus = counts,
            IsFirstVisit = ever.Values.Sum() == 0,
        };
    }
}
