using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Hubs;

/// <summary>
/// Live runs and logs for browsers and programs (design/contract.md). Forwards, never decides. Each call reads at its own pace: a client
/// that stalls holds up neither the engine nor another client.
/// </summary>
[Authorize(Policies.Administrator)]
internal sealed class RunHub(RunWatchers watchers, RunEventFeed events, IRunQueries queries, ILogFeed logs) : Hub<IRunHubClient>
{
    /// <summary>Tells this connection of runs that change, until it ends. A second call replaces the first.</summary>
    public void WatchRuns(RunWatchFilter? filter) => watchers.Start(Context.ConnectionId, filter ?? new RunWatchFilter(null, null));

    /// <summary>The run's events after a sequence: those stored, then as they come, until the run has ended.</summary>
    public async IAsyncEnumerable<EventModel> WatchRun(string run, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = await queries.ResolveAsync(run, cancellationToken);
        if (ids.Count != 1)
        {
            throw new HubException(ids.Count == 0 ? $"There is no run '{run}'." : $"'{run}' begins the ids of several runs.");
        }

        await foreach (var e in events.ReadAsync(ids[0], afterSequence, cancellationToken))
        {
            yield return Shapes.Of(e);
        }
    }

    /// <summary>The lines of standard output from a line on, until the log is complete.</summary>
    public IAsyncEnumerable<LogBatchModel> StreamLog(string attempt, long fromLine, CancellationToken cancellationToken) =>
        StreamLogOf(attempt, "stdout", fromLine, cancellationToken);

    /// <summary>The lines of one stream, <c>stdout</c> or <c>stderr</c>, from a line on, until the log is complete.</summary>
    public async IAsyncEnumerable<LogBatchModel> StreamLogOf(string attempt, string stream, long fromLine, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var which = stream switch
        {
            "stdout" => LogStream.Stdout,
            "stderr" => LogStream.Stderr,
            _ => throw new HubException($"stream: found '{stream}', allowed are stdout and stderr."),
        };
        if (!EntityId.TryParse<AttemptId>(attempt, out var id) || await queries.FindAttemptAsync(id, cancellationToken) is null)
        {
            throw new HubException($"There is no attempt '{attempt}'.");
        }

        await foreach (var batch in logs.FollowAsync(id, which, Math.Max(fromLine, 1), cancellationToken))
        {
            yield return Shapes.Of(batch);
        }
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        watchers.Stop(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
