using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

/// <summary>Writes a session's changes and then, never before, tells the bus and queues the jobs that they ask for.</summary>
internal sealed class SessionWriter(RunState state, RunSessionServices services)
{
    /// <summary>One transaction.</summary>
    /// <exception cref="LostClaimException">The epoch is another by now; nothing was written.</exception>
    public async Task SaveAsync(RunChanges changes, CancellationToken cancellationToken) => await TrySaveAsync(changes, seenWake: null, cancellationToken);

    /// <summary>One transaction that lets go of the run, unless it was woken since its signals were read, or that takes a place for it, unless there is none: then nothing is written.</summary>
    /// <returns>False when nothing was written.</returns>
    /// <exception cref="LostClaimException">The epoch is another by now; nothing was written.</exception>
    public async Task<bool> TrySaveAsync(RunChanges changes, long? seenWake, CancellationToken cancellationToken)
    {
        var outcome = await services.Store.SaveAsync(
            new RunSave
            {
                Run = state.Run,
                Epoch = state.Run.Epoch,
                Steps = changes.Steps,
                Attempts = changes.Attempts,
                Workspace = changes.WithWorkspace ? state.Workspace : null,
                Checkpoints = changes.Checkpoints,
                Approvals = changes.Approvals,
                Children = changes.Children,
                TakeStep = changes.TakeStep,
                Events = changes.Events,
                Release = changes.Release,
                Move = changes.Move,
                SeenWake = seenWake,
                Place = changes.TakePlace ? services.Limits : null,
            },
            cancellationToken);
        if (outcome.Woken || outcome.NoPlace)
        {
            return false;
        }

        if (!outcome.Saved)
        {
            throw new LostClaimException(state.Run.Key);
        }

        services.Bus.Publish(new Notice.RunChanged(state.Run.Id, outcome.Events));
        foreach (var wakeUp in outcome.WakeUps)
        {
            services.Active.Signal(wakeUp.RunId, wakeUp.Wake);
            await services.Scheduler.ScheduleAsync(wakeUp, at: null, cancellationToken);
        }

        return true;
    }

    /// <summary>Writes <c>metadata.json</c>; the rows are the truth, so a full disk costs the document only.</summary>
    public Task WriteRunDocumentAsync(CancellationToken cancellationToken) =>
        services.Cluster?.Node.IsOther(state.Run.Home) == true ? Task.CompletedTask : TryAsync(() => RunDocuments.WriteRunAsync(state, cancellationToken));

    /// <summary>Writes a step's <c>result.json</c> and links.</summary>
    public Task WriteStepDocumentAsync(StepRun step, Attempt attempt, CancellationToken cancellationToken) =>
        !RunFolder.Holds(state.Run, attempt) ? Task.CompletedTask : TryAsync(() => RunDocuments.WriteStepAsync(state.Run, step, attempt, cancellationToken));

    /// <summary>Writes them for the steps among these whose attempts have ended; a step that had none has none.</summary>
    public async Task WriteStepDocumentsAsync(IEnumerable<StepRun> steps, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            if (state.AttemptsOf(step).LastOrDefault() is { } last && last.Status != AttemptStatus.Running)
            {
                await WriteStepDocumentAsync(step, last, cancellationToken);
            }
        }
    }

    /// <summary>Writes the documents that say something else than the rows: those that a server which died, or a full disk, left behind.</summary>
    public Task RepairDocumentsAsync(CancellationToken cancellationToken) => TryAsync(() => DocumentRepair.RepairAsync(state, cancellationToken));

    private async Task TryAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            services.Log.DocumentNotWritten(exception, state.Run.Key);
            services.Active.IsBehind(state.Run.Id);
        }
    }
}
