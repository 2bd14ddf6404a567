using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>Checkpoints and approvals in memory.</summary>
internal sealed class FakeRecords : ICheckpointStore, IApprovalStore
{
    public List<Checkpoint> Checkpoints { get; } = [];

    public List<(Approval Approval, Run Run)> Approvals { get; } = [];

    public Task<IReadOnlyList<Checkpoint>> ListAsync(RunId run, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Checkpoint>>([.. Checkpoints.Where(c => c.RunId == run)]);

    public Task<Checkpoint?> GetAsync(CheckpointId id, CancellationToken cancellationToken) => Task.FromResult(Checkpoints.Find(c => c.Id == id));

    public Task<(Approval Approval, Run Run)?> GetAsync(ApprovalId id, CancellationToken cancellationToken) =>
        Task.FromResult<(Approval, Run)?>(Approvals.Find(a => a.Approval.Id == id));

    public Task<IReadOnlyList<(Approval Approval, Run Run)>> ListAsync(RunId? run, ApprovalStatus? status, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<(Approval Approval, Run Run)>>(
            [.. Approvals.AsEnumerable().Reverse().Where(a => (run is null || a.Run.Id == run) && (status is null || a.Approval.Status == status)).Take(limit)]);

    public Task<int> CountAsync(ApprovalStatus status, CancellationToken cancellationToken) => Task.FromResult(Approvals.Count(a => a.Approval.Status == status));

    public Task<ApprovalDecision> DecideAsync(ApprovalId id, ApprovalStatus status, string by, string? comment, IReadOnlyDictionary<string, object?> answers, CancellationToken cancellationToken) =>
        throw new NotSupportedException("pages answer through the run service");
}
