using System.Globalization;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>Runs in memory, filtered and paged as the store does it.</summary>
internal sealed class FakeRunQueries : IRunQueries
{
    public List<RunSummary> Summaries { get; } = [];

    public Dictionary<string, RunState> States { get; } = new(StringComparer.Ordinal);

    public List<RunEvent> Events { get; } = [];

    public List<RunFilter> Asked { get; } = [];

    public Task<RunPage> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        Asked.Add(filter);
        var all = Summaries.Where(r => filter.Statuses.Count == 0 || filter.Statuses.Contains(r.Status)).ToList();
        var skip = filter.Cursor is null ? 0 : int.Parse(filter.Cursor, CultureInfo.InvariantCulture);
        var next = skip + filter.Limit;
        return Task.FromResult(new RunPage([.. all.Skip(skip).Take(filter.Limit)], next < all.Count ? next.ToString(CultureInfo.InvariantCulture) : null, all.Count));
    }

    public Task<IReadOnlyList<RunId>> ResolveAsync(string text, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RunId>>([.. States.Values.Select(s => s.Run).Where(r => string.Equals(r.Key, text, StringComparison.Ordinal)).Select(r => r.Id)]);

    /// <summary>What reading a run throws; null: nothing.</summary>
    public Exception? Fault { get; set; }

    public Task<RunState?> GetAsync(RunId id, CancellationToken cancellationToken) =>
        Fault is { } fault ? Task.FromException<RunState?>(fault) : Task.FromResult(States.GetValueOrDefault(id.Value));

    public Task<IReadOnlyList<RunEvent>> EventsAsync(RunId id, long afterSequence, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RunEvent>>([.. Events.Where(e => e.RunId == id && e.Sequence > afterSequence).Take(limit)]);

    public Task<(Attempt Attempt, Run Run)?> FindAttemptAsync(AttemptId id, CancellationToken cancellationToken) => throw new NotSupportedException("pages do not ask for attempts");

    public Task<IReadOnlyDictionary<RunStatus, int>> CountByStatusAsync(DateTimeOffset? since, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<RunStatus, int>>(Summaries.GroupBy(r => r.Status).ToDictionary(g => g.Key, g => g.Count()));

    public Task<IReadOnlyList<RunSummary>> ChildrenAsync(RunId id, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RunSummary>>([]);

    public Task<IReadOnlyDictionary<RunId, string>> KeysAsync(IReadOnlyCollection<RunId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<RunId, string>>(States.Values.Select(s => s.Run).Where(r => ids.Contains(r.Id)).ToDictionary(r => r.Id, r => r.Key));

    public Task<int?> QueuePositionAsync(RunId id, CancellationToken cancellationToken) => Task.FromResult<int?>(2);

    public Task<IReadOnlyDictionary<WorkflowId, RunSummary>> LastResultsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<WorkflowId, RunSummary>>(new Dictionary<WorkflowId, RunSummary>());
}
