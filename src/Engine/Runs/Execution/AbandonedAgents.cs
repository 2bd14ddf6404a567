using Microsoft.Extensions.Logging;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Secrets;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>
/// Ends the processes of this node whose attempts are over: while the node was away, another one took their runs over (ADR 8). An agent must not go on
/// working at what somebody else has begun anew.
/// </summary>
public sealed class AbandonedAgents(OwnSupervisors supervisors, IProcessHost host, IRunQueries queries, ISecretCatalog secrets, ServerNode node, ILogger<AbandonedAgents> log)
{
    /// <summary>Ends them, whole trees; completes when nothing of them is alive.</summary>
    /// <returns>How many attempts' processes were ended.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        // The row of an attempt is written before its process starts and ends after it: a process whose row has ended is nobody's.
        List<Task> ending = [];
        foreach (var (directory, id) in supervisors.List())
        {
            var found = await queries.FindAttemptAsync(id, cancellationToken);
            if (found is not { Attempt: { Status: AttemptStatus.Running } running } || node.IsOther(running.Node))
            {
                ending.Add(EndAsync(directory, id, found?.Attempt, cancellationToken));
            }
        }

        await Task.WhenAll(ending);
        return ending.Count;
    }

    private async Task EndAsync(string directory, AttemptId id, Attempt? attempt, CancellationToken cancellationToken)
    {
        log.AbandonedAgentEnds(id.Value, directory);
        await host.StopAsync(directory, cancellationToken);
        if (attempt is { SecretNames.Count: > 0 } && string.Equals(attempt.Directory, directory, StringComparison.Ordinal)
            && await AttemptSecrecy.Of(attempt.SecretNames, secrets).SealAsync(directory, cancellationToken) is { } fault)
        {
            log.AbandonedFilesNotMasked(id.Value, fault);
        }
    }
}
