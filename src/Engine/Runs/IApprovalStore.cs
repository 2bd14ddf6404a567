using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>Keeps the answers to approvals.</summary>
public interface IApprovalStore
{
    /// <summary>An approval with the run it belongs to; null when there is none.</summary>
    Task<(Approval Approval, Run Run)?> GetAsync(ApprovalId id, CancellationToken cancellationToken);

    /// <summary>Approvals, newest first: of one run, of one status, or all; at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<(Approval Approval, Run Run)>> ListAsync(RunId? run, ApprovalStatus? status, int limit, CancellationToken cancellationToken);

    /// <summary>How many approvals have a status.</summary>
    Task<int> CountAsync(ApprovalStatus status, CancellationToken cancellationToken);

    /// <summary>Writes the answer if it is still open, wakes the run, with an event, in one transaction.</summary>
    Task<ApprovalDecision> DecideAsync(ApprovalId id, ApprovalStatus status, string by, string? comment, IReadOnlyDictionary<string, object?> answers, CancellationToken cancellationToken);
}
