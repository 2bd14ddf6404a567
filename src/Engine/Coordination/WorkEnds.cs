using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;

namespace Signalbox.Engine.Coordination;

/// <summary>Ends that were said before. A server that dies after it wrote one down has not answered: the worker says it again, and is not told that it lost the step.</summary>
internal static class WorkEnds
{
    /// <summary>The answer to an end that this lease has said in the same words; null when it has not.</summary>
    public static async Task<WorkResult?> FindAsync(
        StepRunId step, Lease lease, AgentResult result, IClaimStore claims, IRunQueries runs, RunSessionServices services, CancellationToken cancellationToken)
    {
        var status = result.Error is null ? ClaimStatus.Completed : ClaimStatus.Failed;
        if (await claims.FindAsync(step, cancellationToken) is not { Result: { } kept } claim
            || claim.Status != status
            || claim.Epoch != lease.Epoch
            || !string.Equals(claim.AgentId, lease.AgentId, StringComparison.Ordinal)
            || await runs.FindAttemptAsync(claim.AttemptId, cancellationToken) is not { } found)
        {
            return null;
        }

        var masked = AttemptSecrecy.Of(found.Attempt.SecretNames, services.Secrets).Mask(result);
        var before = ClaimResults.From(kept, result.Error is null);
        return string.Equals(before.FinalText, masked.FinalText, StringComparison.Ordinal) && string.Equals(before.Error?.Message, masked.Error?.Message, StringComparison.Ordinal)
            ? new WorkResult { Claim = claim }
            : null;
    }
}
