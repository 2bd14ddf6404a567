using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>
/// What a run's concurrency group asks of it before it is queued (design/engine.md, "Limits and caching"). A run that is part of another holds its
/// group by right of that other: it waits for none of the runs above it, rejects itself for none and cancels none.
/// </summary>
internal static class GroupRules
{
    /// <summary>Does what the rule says while the group is busy; the sentence when the run is not to be queued.</summary>
    /// <param name="services">What sessions work with.</param>
    /// <param name="group">The group; null: none, so there is nothing to do.</param>
    /// <param name="rule">The workflow's rule.</param>
    /// <param name="own">The run itself, where there is one already, and the runs that it is part of.</param>
    /// <param name="actor">Who wants it to run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<string?> MakeRoomAsync(
        RunSessionServices services, string? group, WhenBusy rule, IReadOnlyCollection<RunId> own, string actor, CancellationToken cancellationToken)
    {
        if (group is null || rule == WhenBusy.Queue)
        {
            return null;
        }

        var busy = (await services.Store.ListGroupAsync(group, cancellationToken)).Where(r => !own.Contains(r.Id)).ToList();
        if (rule == WhenBusy.Reject)
        {
            return busy.Count == 0 ? null : Rejects(busy[0].Key, group);
        }

        var orders = new RunOrders(services);
        foreach (var run in busy)
        {
            await orders.CancelAsync(run.Id, $"{actor}, with a newer run of the group '{group}'", cancellationToken);
        }

        return null;
    }

    /// <summary>Why a group with the rule <see cref="WhenBusy.Reject"/> takes no other run.</summary>
    public static string Rejects(string busy, string group) => $"{busy} of the group '{group}' has not ended, and the workflow rejects another meanwhile: wait for it or cancel it";

    /// <summary>A run and those that it is part of, from itself upwards; at most <paramref name="limit"/>.</summary>
    public static async Task<IReadOnlyList<RunId>> LineAsync(Run run, IRunStore store, int limit, CancellationToken cancellationToken)
    {
        List<RunId> line = [run.Id];
        for (var parent = run.ParentRunId; parent is { } id && line.Count < limit;)
        {
            line.Add(id);
            parent = (await store.LoadAsync(id, cancellationToken))?.Run.ParentRunId;
        }

        return line;
    }
}
