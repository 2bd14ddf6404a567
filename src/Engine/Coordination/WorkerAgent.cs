using System.Globalization;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Masking;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;

namespace Signalbox.Engine.Coordination;

/// <summary>The pool as an agent: follows the claim of an attempt, stores what its worker writes to the log, and ends with what the worker says.</summary>
/// <param name="id">Id that steps name: a worker's, or <see cref="Workflows.StepDefinition.AnyWorker"/>.</param>
/// <param name="claims">The pool.</param>
/// <param name="signals">Says when a claim changes.</param>
/// <param name="pump">Stores the log.</param>
/// <param name="prices">What models cost, for workers that do not say it.</param>
/// <param name="time">Clock.</param>
public sealed class WorkerAgent(string id, IClaimStore claims, ClaimSignals signals, LogPump pump, AgentPrices prices, TimeProvider time) : IPooledAgent
{
    // A worker may speak to another server on the same database; then nothing is said here.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private const string TimedOut = "timed out";

    /// <inheritdoc/>
    public string Id => id;

    /// <inheritdoc/>
    public async Task<AgentResult> RunAsync(AgentRequest request, IAgentSink sink, CancellationToken detach)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(detach);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<Task> pumps = [StoreAsync(LogStream.Stdout), StoreAsync(LogStream.Stderr)];
        try
        {
            var end = WaitAsync(request, stop.Token);
            if (await Task.WhenAny([end, .. pumps]) is var first && first != end)
            {
                await first; // only a fault ends a pump before the work has ended
            }

            var claim = await end;
            if (claim?.Status == ClaimStatus.Open)
            {
                throw new AttemptReturnedException(claim.Reason ?? "its worker gave it back");
            }

            ended.SetResult();
            await Task.WhenAll(pumps);
            RemoveEnvironment(request);
            return Priced(Result(claim), request);
        }
        finally
        {
            signals.Forget(request.AttemptId);
            await stop.CancelAsync();
            await Task.WhenAll(pumps).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task StoreAsync(LogStream stream)
        {
            var file = stream == LogStream.Stdout ? OutputFile.Stdout(request.Directory) : OutputFile.Stderr(request.Directory);
            var source = new LogSource(request.RunId, request.Epoch, request.AttemptId, stream, file) { Masker = SecretMasker.Create(request.Secrets) };
            var result = await pump.RunAsync(source, ended.Task, stop.Token);
            if (result.End == LogPumpEnd.Refused)
            {
                throw new AttemptTakenOverException($"attempt {request.AttemptId} is held by another server: its log was not written");
            }
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(AgentRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await claims.WithdrawAsync(request.AttemptId, "stopped on request", cancellationToken);
        RemoveEnvironment(request);
        signals.Announce(request.AttemptId);
    }

    /// <inheritdoc/>
    public async Task<(string Worker, bool HasEnded)?> TakeBackAsync(AgentRequest request, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await claims.WithdrawAsync(request.AttemptId, reason, cancellationToken);
        signals.Announce(request.AttemptId);
        return await claims.GetAsync(request.AttemptId, cancellationToken) is { AgentId: { } worker } claim
            ? (worker, claim.Status is ClaimStatus.Completed or ClaimStatus.Failed)
            : null;
    }

    private static void RemoveEnvironment(AgentRequest request)
    {
        var file = Path.Combine(request.Directory, ClaimOffers.EnvironmentFile);
        if (File.Exists(file))
        {
            File.Delete(file); // it may hold secrets
        }
    }

    // A worker leaves the tokens of the cache out of those that it read: the API says so.
    private AgentResult Priced(AgentResult result, AgentRequest request) => result with { Usage = prices.Estimate(result.Usage, result.Model ?? request.Model, inputIncludesCache: false) };

    private static AgentResult Result(StepClaim? claim) => claim switch
    {
        { Status: ClaimStatus.Completed, Result: { } result } => ClaimResults.From(result, succeeded: true),
        { Status: ClaimStatus.Failed, Result: { } result } => ClaimResults.From(result, succeeded: false),
        { Status: ClaimStatus.Withdrawn, Reason: { } reason } when reason.StartsWith(TimedOut, StringComparison.Ordinal) =>
            new AgentResult { Outcome = AgentOutcome.TimedOut, Error = new AgentError("timeout", reason, Retryable: true) },
        { Status: ClaimStatus.Withdrawn } => new AgentResult { Outcome = AgentOutcome.Stopped, Error = new AgentError("stopped", "stopped on request", Retryable: false) },
        _ => new AgentResult { Outcome = AgentOutcome.Interrupted, Error = new AgentError("interrupted", "it was never offered to a worker", Retryable: true) },
    };

    /// <summary>The claim once its worker holds it no more; null when there is none.</summary>
    private async Task<StepClaim?> WaitAsync(AgentRequest request, CancellationToken cancellationToken)
    {
        long? epoch = null;
        while (true)
        {
            var changed = signals.Next(request.AttemptId);
            var claim = await claims.GetAsync(request.AttemptId, cancellationToken);
            if (claim is not { Status: ClaimStatus.Claimed, ClaimedAt: { } since })
            {
                return claim;
            }

            epoch ??= claim.Epoch;
            if (claim.Epoch != epoch)
            {
                // Given back and claimed again between two looks: for the run these are two workers, with a checkpoint between them.
                throw new AttemptReturnedException($"its worker gave it back, and {claim.AgentId} has it now");
            }

            var left = since + TimeSpan.FromSeconds(claim.TimeoutSeconds) - time.GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                var seconds = claim.TimeoutSeconds.ToString(CultureInfo.InvariantCulture);
                await claims.WithdrawAsync(request.AttemptId, $"{TimedOut} after {seconds} s with the worker {claim.AgentId}", cancellationToken);
                continue;
            }

            await Task.WhenAny(changed, Task.Delay(left < Poll ? left : Poll, time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
