using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs.Records;

/// <summary>Checkpoints and approvals as people and programs read them; answering one goes through <see cref="IRunService"/>.</summary>
public sealed class RunRecords(ICheckpointStore checkpoints, IApprovalStore approvals)
{
    /// <summary>Checkpoints of a run, oldest first.</summary>
    public Task<IReadOnlyList<Checkpoint>> CheckpointsAsync(RunId run, CancellationToken cancellationToken) => checkpoints.ListAsync(run, cancellationToken);

    /// <summary>An approval with the run it belongs to; null when there is none.</summary>
    public Task<(Approval Approval, Run Run)?> ApprovalAsync(ApprovalId id, CancellationToken cancellationToken) => approvals.GetAsync(id, cancellationToken);

    /// <summary>Approvals, newest first: of one run, of one status, or all; at most <paramref name="limit"/>.</summary>
    public Task<IReadOnlyList<(Approval Approval, Run Run)>> ApprovalsAsync(RunId? run, ApprovalStatus? status, int limit, CancellationToken cancellationToken) =>
        approvals.ListAsync(run, status, limit, cancellationToken);

    /// <summary>How many approvals have a status.</summary>
    public Task<int> CountApprovalsAsync(ApprovalStatus status, CancellationToken cancellationToken) => approvals.CountAsync(status, cancellationToken);
}
