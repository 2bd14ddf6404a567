using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Workflows;

/// <summary>The workflows of every known repository.</summary>
public sealed partial class WorkflowsPage
{
    private IReadOnlyList<WorkflowEntry>? _entries;
    private IReadOnlyDictionary<WorkflowId, RunSummary> _last = new Dictionary<WorkflowId, RunSummary>();
    private int _repositories;

    [Inject]
    private IWorkflowLibrary Library { get; set; } = null!;

    [Inject]
    private IRunQueries Runs { get; set; } = null!;

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => true;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _last = await Runs.LastResultsAsync(cancellationToken);
        _entries = await Library.ListAsync(cancellationToken);
        _repositories = _entries.Select(e => e.Repository.Id).Distinct().Count();
    }
}
