using System.Data.Common;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>Takes up runs: the entry point of jobs (design/engine.md, "Advancing a run").</summary>
public sealed class RunExecutor(RunSessionServices services, ActiveRuns active)
{
    private static long s_claims;
    private readonly string _server = Guid.NewGuid().ToString("n")[..12];

    /// <summary>
    /// Claims the run, if there is something to claim, and works on it until it ends or the server stops. Never throws for what the world does:
    /// the run says it.
    /// </summary>
    public async Task ExecuteAsync(RunId id, CancellationToken stopping)
    {
        // A token for this very claim: a run whose executor is gone for whatever reason is then known to be held by nobody.
        var node = $"{_server}:{Interlocked.Increment(ref s_claims)}";
        if (active.TryAdd(id, node) is not { } handle)
        {
            return;
        }

        try
        {
            var state = await services.Store.TryClaimAsync(id, node, active.Nodes, stopping);
            if (state is not null)
            {
                await WorkAsync(state, handle, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server stops; its successor takes over.
        }
        finally
        {
            active.Remove(id);
        }
    }

    private async Task WorkAsync(RunState state, ActiveRun handle, CancellationToken stopping)
    {
        using var scope = RunLog.RunScope(services.Log, state.Run.Id.Value, state.Run.Key);
        services.Log.RunClaimed(state.Run.Key, state.Run.Epoch);
        if (state.Run.CancelRequestedAt is not null)
        {
            handle.SignalCancel();
        }

        var workflow = WorkflowParser.Parse(state.Version.Yaml, state.Run.Workflow).Definition
            ?? throw new InvalidOperationException($"version {state.Run.WorkflowVersion} of {state.Run.Workflow} was valid when it was stored and is not now");
        await using var session = new RunSession(state, workflow, handle, services);
        try
        {
            await session.RunAsync(stopping);
        }
        catch (LostClaimException lost)
        {
            services.Log.ClaimLost(lost.Message);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            services.Log.RunLeft(state.Run.Key);
        }
        catch (Exception exception) when (exception is DbException || exception.InnerException is DbException)
        {
            // The database could not be used for a moment: the agents go on, the sweep queues a job, and who claims the run goes on from its rows.
            services.Log.StoreFailed(exception, state.Run.Key);
        }
#pragma warning disable CA1031 // a run may not stay Running without work, whatever went wrong
        catch (Exception exception)
#pragma warning restore CA1031
        {
            services.Log.RunBroke(exception, state.Run.Key);
            await FailAsync(state, workflow, session, exception, stopping);
        }
    }

    private async Task FailAsync(RunState state, WorkflowDefinition workflow, RunSession session, Exception exception, CancellationToken stopping)
    {
        await session.StopAgentsAsync();
        // Read again: what failed may have changed the state in memory without having written it.
        var stored = await services.Store.LoadAsync(state.Run.Id, stopping);
        if (stored is null || stored.Run.Epoch != state.Run.Epoch || stored.Run.HasEnded)
        {
            return;
        }

        foreach (var attempt in stored.Attempts.Where(a => a.Status == AttemptStatus.Running))
        {
            attempt.End(AttemptStatus.Interrupted, services.Time.GetUtcNow());
        }

        try
        {
            var writer = new SessionWriter(stored, services);
            await writer.SaveAsync(new RunChanges { Attempts = [.. stored.Attempts] }, stopping);
            await new RunClosing(stored, workflow, services, writer).CloseAsync(new RunEnd(RunStatus.Failed, $"the engine could not go on: {exception.Message}"), null, stopping);
        }
        catch (LostClaimException lost)
        {
            services.Log.ClaimLost(lost.Message);
        }
    }
}
