using System.Collections.Concurrent;
using System.Data.Common;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Takes up runs: the entry point of jobs (design/engine.md, "Advancing a run").</summary>
public sealed class RunExecutor(RunSessionServices services, ActiveRuns active)
{
    /// <summary>Claims of a run in a row that the database may refuse to keep, while it can be used, before the run fails.</summary>
    private const int MaxRefusals = 5;

    // ENOSPC and EDQUOT, which .NET passes on as they are.
    private const int NoSpace = 28;
    private const int NoQuota = 122;

    private static long s_claims;
    private readonly ConcurrentDictionary<RunId, int> _refusals = new();
    private readonly string _server = services.Cluster?.Node.Instance ?? Guid.NewGuid().ToString("n")[..12];

    /// <summary>
    /// Claims the run, if there is something to claim, and works on it until it ends or the server stops. Never throws for what the world does:
    /// the run says it.
    /// </summary>
    public async Task ExecuteAsync(RunId id, CancellationToken stopping)
    {
        // A job that comes while this server lets go of the run must not be lost: it is answered by one more look.
        bool isAskedAgain;
        do
        {
            // A token for this very claim: a run whose executor is gone for whatever reason is then known to be held by nobody.
            var node = $"{_server}:{Interlocked.Increment(ref s_claims)}";
            if (active.TryAdd(id, node) is not { } handle)
            {
                return;
            }

            try
            {
                await ClaimAsync(id, handle, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The server stops; its successor takes over.
            }
            finally
            {
                isAskedAgain = active.Remove(id);
            }
        }
        while (isAskedAgain && !stopping.IsCancellationRequested);
    }

    private async Task ClaimAsync(RunId id, ActiveRun handle, CancellationToken stopping)
    {
        var claim = await services.Store.TryClaimAsync(id, handle.Node, active.Nodes, services.Limits, stopping);
        foreach (var before in claim.Instead)
        {
            await services.Scheduler.ScheduleAsync(before, at: null, stopping);
        }

        if (claim.Home is { } home && services.Cluster is { } cluster)
        {
            await cluster.Relay.PassAsync(id, home, stopping);
        }

        using var handover = new SessionHandover(services.Slots);
        for (var state = claim.State; state is not null;)
        {
            state = await WorkAsync(state, handle, handover, stopping);
        }
    }

    /// <returns>The run as it is now, where steps were added to it and it is to be taken up again under the same claim; else null.</returns>
    private async Task<RunState?> WorkAsync(RunState state, ActiveRun handle, SessionHandover handover, CancellationToken stopping)
    {
        using var scope = RunLog.RunScope(services.Log, state.Run.Id.Value, state.Run.Key, state.Run.TraceId);
        services.Log.RunClaimed(state.Run.Key, state.Run.Epoch);
        RunSession? session = null;
        string? fault = null;
        var isChanged = false;
        try
        {
            var workflow = WorkflowParser.Parse(state.Version.Yaml, state.Run.Workflow).Definition
                ?? throw new InvalidOperationException($"version {state.Run.WorkflowVersion} of {state.Run.Workflow} was valid when it was stored and is not for this version of Signalbox");
            session = new RunSession(state, RunOverrides.Apply(workflow, state.Run), handle, services, handover);
            await session.RunAsync(stopping);
            _refusals.TryRemove(state.Run.Id, out _);
        }
        catch (PlanChangedException)
        {
            isChanged = true;
            handover.Begin();
        }
        catch (LostClaimException lost)
        {
            services.Log.ClaimLost(lost.Message);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            services.Log.RunLeft(state.Run.Key);
        }
        catch (Exception exception) when (services.Store.IsUnavailable(exception) || IsDiskFull(exception))
        {
            // However long that takes: the agents go on, the sweep queues a job each time, and who claims the run goes on from its rows.
            services.Log.StoreFailed(exception, state.Run.Key);
        }
        catch (Exception exception) when (IsDatabase(exception) && _refusals.AddOrUpdate(state.Run.Id, 1, static (_, before) => before + 1) < MaxRefusals)
        {
            // It may be a race that is won the next time.
            services.Log.StoreRefused(exception, state.Run.Key);
        }
#pragma warning disable CA1031 // a run may not stay Running without work, whatever went wrong
        catch (Exception exception)
#pragma warning restore CA1031
        {
            services.Log.RunBroke(exception, state.Run.Key);
            _refusals.TryRemove(state.Run.Id, out _);
            fault = $"the engine could not go on: {exception.Message}";
        }
        finally
        {
            if (session is not null)
            {
                await session.DisposeAsync();
            }
        }

        if (fault is not null)
        {
            await new RunFailing(services).FailAsync(state.Run.Id, state.Run.Epoch, fault, stopping);
        }

        return isChanged ? await AgainAsync(state, stopping) : null;
    }

    private async Task<RunState?> AgainAsync(RunState state, CancellationToken stopping)
    {
        try
        {
            return await services.Store.LoadAsync(state.Run.Id, stopping) is { Run.HasEnded: false } again && again.Run.Epoch == state.Run.Epoch ? again : null;
        }
        catch (Exception exception) when (services.Store.IsUnavailable(exception))
        {
            // Nobody holds it now: the sweep takes it up.
            services.Log.StoreFailed(exception, state.Run.Key);
            return null;
        }
    }

    /// <summary>Whether there was no room for a file: no fault of the run, and room can be made.</summary>
    internal static bool IsDiskFull(Exception exception) => exception is IOException { HResult: NoSpace or NoQuota };

    /// <summary>Whether the store failed, whatever was being done: that is not the agent's fault.</summary>
    internal static bool IsDatabase(Exception exception) => exception is DbException || exception.InnerException is DbException;
}
