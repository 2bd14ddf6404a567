using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Engine.Coordination;

/// <summary>Keeps what is offered to workers. Each write is one transaction, and of several at once one is taken.</summary>
public interface IClaimStore
{
    /// <summary>
    /// Gives a worker the most important, then oldest, open step that it can do: its capabilities and role fit, the step is assigned to nobody else, the run
    /// is neither paused nor being cancelled, and the worker is Active with a place free. Two workers never get the same.
    /// </summary>
    /// <returns>The claim with its new epoch; null when nothing fits or the worker may not.</returns>
    Task<ClaimWrite?> TryClaimAsync(string agentId, CancellationToken cancellationToken);

    /// <summary>Writes what the holder of the lease says; refused with another lease.</summary>
    Task<ClaimWrite> WriteAsync(StepRunId stepRun, Lease lease, ClaimUpdate update, CancellationToken cancellationToken);

    /// <summary>Says who alone may claim a step that waits; null: whoever fits.</summary>
    Task<ClaimWrite> AssignAsync(StepRunId stepRun, string? agentId, string by, CancellationToken cancellationToken);

    /// <summary>Gives back what this worker holds.</summary>
    Task<IReadOnlyList<ClaimWrite>> ReturnAllAsync(string agentId, string reason, CancellationToken cancellationToken);

    /// <summary>Takes an attempt out of the pool, whoever holds it. Harmless when it has ended.</summary>
    Task WithdrawAsync(AttemptId attempt, string reason, CancellationToken cancellationToken);

    /// <summary>The claim of an attempt; null when it was never offered.</summary>
    Task<StepClaim?> GetAsync(AttemptId attempt, CancellationToken cancellationToken);

    /// <summary>The newest claim of a step run; null when it was never offered.</summary>
    Task<StepClaim?> FindAsync(StepRunId stepRun, CancellationToken cancellationToken);

    /// <summary>What a worker holds; null: what all hold.</summary>
    Task<IReadOnlyList<StepClaim>> ListHeldAsync(string? agentId, CancellationToken cancellationToken);

    /// <summary>What waits for a worker, first the one that is claimed next.</summary>
    Task<IReadOnlyList<StepClaim>> ListOpenAsync(int limit, CancellationToken cancellationToken);
}
