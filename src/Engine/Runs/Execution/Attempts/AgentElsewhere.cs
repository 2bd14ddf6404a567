using Signalbox.Engine.Agents;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>
/// Stands in for the agent of an attempt whose process is another node's: it cannot be watched from here, so the attempt is over. The other node ends the
/// process when it is back and finds that the attempt is no longer its own. Of a worker it is the lease that ends: the files that it worked in are on the other node.
/// </summary>
/// <param name="attempt">The attempt.</param>
/// <param name="cluster">This node.</param>
/// <param name="pool">Where a worker has or had it; null: it has a process.</param>
internal sealed class AgentElsewhere(Attempt attempt, RunCluster cluster, IPooledAgent? pool) : IAgent
{
    /// <summary>Error code of the attempt.</summary>
    public const string NodeGone = "node_gone";

    public string Id => attempt.Agent;

    public async Task<AgentResult> RunAsync(AgentRequest request, IAgentSink sink, CancellationToken detach)
    {
        // First: a worker whose last word is taken after this would have worked for nothing, without being told.
        var error = pool is null
            ? new AgentError(
                NodeGone,
                $"its process runs on node {attempt.Node}, which does not answer any more: {cluster.Node.Id} took the run over, and {attempt.Node} ends the process when it is back",
                Retryable: true)
            : await TakeBackAsync(pool, request, detach);

        // Where its files can be seen from here, what they hold by now is stored; where not, what is stored is all there is.
        foreach (var (stream, name) in ((LogStream, string)[])[(LogStream.Stdout, "stdout.log"), (LogStream.Stderr, "stderr.log")])
        {
            await StoreAsync(request, stream, name, detach);
        }

        return new AgentResult { Outcome = AgentOutcome.Interrupted, Error = error };
    }

    public Task StopAsync(AgentRequest request, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<AgentError> TakeBackAsync(IPooledAgent from, AgentRequest request, CancellationToken cancellationToken)
    {
        var gone = $"node {attempt.Node} does not answer any more, and {cluster.Node.Id} took the run over";
        return await from.TakeBackAsync(request, gone, cancellationToken) switch
        {
            // Nothing was done: this is no try.
            null => new AgentError(AttemptEnd.NeverStarted, $"no worker had claimed it: {gone}, which offers it anew", Retryable: true),
            var (worker, hasEnded) => new AgentError(
                NodeGone,
                hasEnded ? $"{worker} has said how it ended, but what it changed is out of reach: {gone}" : $"{worker} worked on it: {gone}; what {worker} still says of it is refused",
                Retryable: true),
        };
    }

    private async Task StoreAsync(AgentRequest request, LogStream stream, string name, CancellationToken detach)
    {
        var source = new LogSource(request.RunId, request.Epoch, request.AttemptId, stream, Path.Combine(request.Directory, name)) { Masker = SecretMasker.Create(request.Secrets) };
        if ((await cluster.Pump.RunAsync(source, Task.CompletedTask, detach)).End == LogPumpEnd.Refused)
        {
            throw new AttemptTakenOverException($"attempt {request.AttemptId} is held by another server: its log was not written");
        }
    }
}
