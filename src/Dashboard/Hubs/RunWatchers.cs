using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Hubs;

/// <summary>One reader of the bus for each connection that watches: a slow one loses notices, not the others' time.</summary>
internal sealed partial class RunWatchers(
    RunEventBus bus, IRunQueries queries, AgentRegistry agents, AgentActivities activities, ServerAddress address, IHubContext<RunHub, IRunHubClient> hub, ILogger<RunWatchers> logger)
{
    private const int RunsAfterMissed = 100;
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _watchers = new(StringComparer.Ordinal);

    /// <summary>Connections that watch; for tests.</summary>
    public int Count => _watchers.Count;

    /// <summary>Begins to tell a connection.</summary>
    public void Start(string connectionId, RunWatchFilter filter)
    {
        Stop(connectionId);
        var end = new CancellationTokenSource();
        _watchers[connectionId] = end;
        var subscription = bus.Subscribe();
        _ = PumpAsync(connectionId, filter, subscription, end.Token);
    }

    /// <summary>Ends it.</summary>
    public void Stop(string connectionId)
    {
        if (_watchers.TryRemove(connectionId, out var end))
        {
            end.Cancel();
            end.Dispose();
        }
    }

    private async Task PumpAsync(string connectionId, RunWatchFilter filter, NoticeSubscription subscription, CancellationToken cancellationToken)
    {
        var client = hub.Clients.Client(connectionId);
        using (subscription)
        {
            try
            {
                await foreach (var notice in subscription.ReadAllAsync(cancellationToken))
                {
                    await TellAsync(client, filter, notice, cancellationToken);
                }
            }
            catch (OperationCanceledException)
            {
                // The connection ended.
            }
            catch (Exception e)
            {
                WatchEnded(e, connectionId);
            }
        }
    }

    private async Task TellAsync(IRunHubClient client, RunWatchFilter filter, Notice notice, CancellationToken cancellationToken)
    {
        switch (notice)
        {
            case Notice.RunChanged changed:
                await TellRunAsync(client, filter, changed, cancellationToken);
                break;
            case Notice.AgentsChanged:
                await TellAgentsAsync(client, _ => true, cancellationToken);
                break;
            case Notice.MetricsChanged:
                await client.MetricsChanged();
                break;
            case Notice.Missed:
                var page = await queries.ListAsync(new RunFilter { Workflow = filter.Workflow, Repository = filter.Repository, Limit = RunsAfterMissed }, cancellationToken);
                foreach (var run in page.Runs)
                {
                    await client.RunChanged(RunShapes.Of(run, address));
                }

                await TellAgentsAsync(client, _ => true, cancellationToken);
                await client.MetricsChanged();
                break;
        }
    }

    private async Task TellAgentsAsync(IRunHubClient client, Func<RegisteredAgent, bool> isMeant, CancellationToken cancellationToken)
    {
        var activity = await activities.ReadAsync(null, cancellationToken);
        foreach (var agent in (await agents.ListAsync(cancellationToken)).Where(isMeant))
        {
            await client.AgentChanged(WorkShapes.Of(agent, activity));
        }
    }

    private async Task TellRunAsync(IRunHubClient client, RunWatchFilter filter, Notice.RunChanged changed, CancellationToken cancellationToken)
    {
        var state = await queries.GetAsync(changed.RunId, cancellationToken);
        if (state is null)
        {
            return;
        }

        // What an agent does is part of it, whatever the runs are that are watched. An attempt begins and ends with a move of its step.
        var moved = changed.Events.Where(e => e.Transition is not null).Select(e => e.StepRunId).OfType<StepRunId>().ToHashSet();
        var attempts = changed.Events.Select(e => e.AttemptId).OfType<AttemptId>().ToHashSet();
        var workers = state.Attempts.Where(a => moved.Contains(a.StepRunId) || attempts.Contains(a.Id)).Select(a => a.Worker ?? a.Agent)
            .Concat(changed.Events.Select(e => e.Data.GetValueOrDefault(ClaimUpdate.WorkerData)).OfType<string>()).ToHashSet(StringComparer.Ordinal);
        if (workers.Count > 0)
        {
            await TellAgentsAsync(client, a => workers.Contains(a.Id), cancellationToken);
        }

        if ((filter.Workflow is not null && !string.Equals(filter.Workflow, state.Run.Workflow, StringComparison.Ordinal))
            || (filter.Repository is not null && !state.Repositories.Any(r => string.Equals(filter.Repository, state.NameOf(r), StringComparison.Ordinal))))
        {
            return;
        }

        var steps = changed.Events.Select(e => e.StepId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var model = RunShapes.Of(state, null, address);
        await client.RunChanged(model with { Inputs = null, Trigger = null, Steps = null });
        foreach (var step in model.Steps!.Where(s => steps.Contains(s.Id)))
        {
            await client.StepChanged(model.Id, step);
        }

        foreach (var approval in ApprovalsOf(state, changed.Events))
        {
            await client.ApprovalChanged(GovernanceShapes.Of(approval, state.Run));
        }

        if (changed.Events.Any(e => e is { StepRunId: null, Transition: not null }) && state.Run.HasEnded)
        {
            // A run that ends is a fact of its own.
            await client.MetricsChanged();
        }
    }

    /// <summary>The approvals that the events name, and those that are open in a step whose status changed: one that is asked is not named.</summary>
    private static IEnumerable<Approval> ApprovalsOf(RunState state, IReadOnlyList<RunEvent> events)
    {
        var named = events.SelectMany(e => (object?[])[e.Data.GetValueOrDefault("approval"), e.Data.GetValueOrDefault("question")]).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var moved = events.Where(e => e is { StepRunId: not null, Transition: not null }).Select(e => e.StepRunId!.Value).ToHashSet();
        return state.Approvals.Where(a => named.Contains(a.Id.Value) || (a is { Status: ApprovalStatus.Open, IsQuestion: false } && moved.Contains(a.StepRunId)));
    }

    [LoggerMessage(1, LogLevel.Warning, "Watching ended for connection {ConnectionId}; its page reads again when it reconnects")]
    private partial void WatchEnded(Exception exception, string connectionId);
}
