using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Components.Approvals;

/// <summary>Every question that waits for a person, the longest waiting first, and the last answers.</summary>
public sealed partial class ApprovalsPage
{
    private const int Shown = 100;
    private const int AnsweredShown = 20;
    private readonly Dictionary<(WorkflowVersionId Version, RunId? Run, int Additions), WorkflowDefinition?> _definitions = [];
    private IReadOnlyList<(Approval Approval, Run Run)>? _open;
    private IReadOnlyList<(Approval Approval, Run Run)> _answered = [];

    [Inject]
    private RunRecords Records { get; set; } = null!;

    [Inject]
    private IRunQueries Runs { get; set; } = null!;

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.RunChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var open = await Records.ApprovalsAsync(null, ApprovalStatus.Open, Shown, cancellationToken);
        foreach (var (_, run) in open.DistinctBy(o => KeyOf(o.Run)).Where(o => !_definitions.ContainsKey(KeyOf(o.Run))))
        {
            var state = await Runs.GetAsync(run.Id, cancellationToken);
            _definitions[KeyOf(run)] = state is null ? null : WorkflowParser.Parse(state.Version.Yaml, run.Workflow).Definition;
        }

        var newest = await Records.ApprovalsAsync(null, null, Shown, cancellationToken);
        _answered = [.. newest.Where(a => a.Approval.Status != ApprovalStatus.Open).OrderByDescending(a => a.Approval.DecidedAt).Take(AnsweredShown)];
        _open = [.. open.Reverse()];
    }

    /// <summary>Runs of one version have one definition, but for those to which steps were added.</summary>
    private static (WorkflowVersionId Version, RunId? Run, int Additions) KeyOf(Run run) => (run.WorkflowVersionId, run.Definition is null ? null : run.Id, run.Additions);
}
