using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>The real store, whose saves fail when the test says so.</summary>
internal sealed class FaultyStore(IRunStore store) : IRunStore
{
    /// <summary>Whether a run cannot be taken up again: it has changed, as far as this store goes.</summary>
    public bool RefusesReopening { get; set; }

    /// <summary>What a save throws; null: it is made.</summary>
    public Func<RunSave, Exception?> OnSave { get; set; } = static _ => null;

    /// <summary>What happens before a save is made.</summary>
    public Func<RunSave, Task> BeforeSave { get; set; } = static _ => Task.CompletedTask;

    /// <summary>What happens after a save was made, before its caller hears of it; null: nothing.</summary>
    public Func<RunSave, Task> AfterSave { get; set; } = static _ => Task.CompletedTask;

    public Task<(Run Run, IReadOnlyList<RunEvent> Events)?> AddAsync(NewRun newRun, CancellationToken cancellationToken) => store.AddAsync(newRun, cancellationToken);

    public Task<RunAddition> AddAloneAsync(NewRun newRun, string group, CancellationToken cancellationToken) => store.AddAloneAsync(newRun, group, cancellationToken);

    public Task<RunState?> LoadAsync(RunId id, CancellationToken cancellationToken) => store.LoadAsync(id, cancellationToken);

    public Task<RunClaim> TryClaimAsync(RunId id, string node, IReadOnlyCollection<string> liveNodes, RunLimits limits, CancellationToken cancellationToken) =>
        store.TryClaimAsync(id, node, liveNodes, limits, cancellationToken);

    public async Task<RunSaveOutcome> SaveAsync(RunSave save, CancellationToken cancellationToken)
    {
        if (OnSave(save) is { } fault)
        {
            throw fault;
        }

        await BeforeSave(save);
        var outcome = await store.SaveAsync(save, cancellationToken);
        await AfterSave(save);
        return outcome;
    }

    public Task<RunSignals?> ReadSignalsAsync(RunId id, CancellationToken cancellationToken) => store.ReadSignalsAsync(id, cancellationToken);

    public Task<CancelRequest> RequestCancelAsync(RunId id, string by, CancellationToken cancellationToken) => store.RequestCancelAsync(id, by, cancellationToken);

    public Task<RunOrderOutcome> OrderAsync(RunId id, RunOrder order, string by, CancellationToken cancellationToken) => store.OrderAsync(id, order, by, cancellationToken);

    public Task<(IReadOnlyList<RunEvent> Events, RunWakeUp WakeUp)?> AddStepsAsync(StepsAddition addition, CancellationToken cancellationToken) =>
        store.AddStepsAsync(addition, cancellationToken);

    public Task<(IReadOnlyList<RunEvent> Events, RunWakeUp WakeUp)?> ReopenAsync(RunReopening reopening, CancellationToken cancellationToken) =>
        RefusesReopening ? Task.FromResult<(IReadOnlyList<RunEvent> Events, RunWakeUp WakeUp)?>(null) : store.ReopenAsync(reopening, cancellationToken);

    public Task<(bool Found, IReadOnlyList<RunEvent> Events)> PinAsync(RunId id, bool pinned, string by, CancellationToken cancellationToken) =>
        store.PinAsync(id, pinned, by, cancellationToken);

    public Task<IReadOnlyList<RunWakeUp>> ListHeldAsync(IReadOnlyCollection<string> nodes, CancellationToken cancellationToken) => store.ListHeldAsync(nodes, cancellationToken);

    public Task<IReadOnlyList<RunWakeUp>> ListUnclaimedAsync(IReadOnlyCollection<string> liveNodes, RunLimits limits, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.ListUnclaimedAsync(liveNodes, limits, now, cancellationToken);

    public Task<IReadOnlyList<RunWakeUp>> ListReadyAsync(RunLimits limits, CancellationToken cancellationToken) => store.ListReadyAsync(limits, cancellationToken);

    public Task<IReadOnlyList<Run>> ListGroupAsync(string group, CancellationToken cancellationToken) => store.ListGroupAsync(group, cancellationToken);

    public Task<IReadOnlyList<RunId>> ListLatestEndedAsync(int limit, CancellationToken cancellationToken) => store.ListLatestEndedAsync(limit, cancellationToken);

    public bool IsUnavailable(Exception exception) => store.IsUnavailable(exception);
}
