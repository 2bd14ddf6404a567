using Signalbox.Engine.Events;
using Signalbox.Engine.Runs.Execution.Sessions;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Resolution;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Writes a session's changes and then, never before, tells the bus and queues the jobs that they ask for.</summary>
internal sealed class SessionWriter(RunState state, RunSessionServices services)
{
    private readonly DocumentQueue _documents = new(services.Log, state.Run.Key, () => services.Active.IsBehind(state.Run.Id));
    private RunChanges? _held;
    private (string? Current, string? Next) _pointer;

    /// <summary>Whether something waits for the next transaction.</summary>
    public bool IsHolding => _held is not null;

    /// <summary>
    /// Puts changes into the next transaction, which the caller makes at once: what ends and what begins for it are then one commit instead of two.
    /// Nothing that takes time may come in between, and nothing may be begun that relies on them.
    /// </summary>
    public void Hold(RunChanges changes)
    {
        _held = _held?.Then(changes) ?? changes;
        _pointer = (state.Run.CurrentStep, state.Run.NextAction);
    }

    /// <summary>
    /// Whether what is held may wait for what this decision writes. Other actions than these read the database or ask other runs, and a row that is held must not
    /// change before it is written: a step that is tried again at once has ended its attempt first.
    /// </summary>
    public bool CanHoldFor(Decision decision) => decision.Actions.All(a => a is StepAction.Start or StepAction.Skip && _held?.Steps.Contains(a.Step) != true);

    /// <summary>What the transactions measure.</summary>
    public RunFacts Measures { get; init; } = new(state, workflow: null, services.Agents);

    /// <summary>The sessions of the run's agents, which follow what is written in the same transactions; null where it has none.</summary>
    public AgentSessions? Sessions { get; set; }

    /// <summary>Writes what is held.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (IsHolding)
        {
            await SaveAsync(new RunChanges(), cancellationToken);
        }
    }

    /// <summary>Whether the run still has the steps that this session knows; what is held is written first, so that whoever goes on finds it.</summary>
    /// <exception cref="PlanChangedException">It has others.</exception>
    public async Task CheckPlanAsync(RunSignals signals, CancellationToken cancellationToken)
    {
        if (signals.Additions != state.Run.Additions)
        {
            await FlushAsync(cancellationToken);
            throw new PlanChangedException(state.Run.Key);
        }
    }

    /// <summary>Writes what is held, and only that, after the transaction that it waited for was not made. Nothing when that was made and only its answer was lost.</summary>
    /// <exception cref="LostClaimException">The epoch is another by now; nothing was written.</exception>
    public async Task RescueAsync()
    {
        var stored = await services.Store.LoadAsync(state.Run.Id, CancellationToken.None);
        if (_held is not { } held
            || stored is null
            || (held.WithWorkspace && stored.Workspace is not null)
            || stored.Attempts.Any(a => a.Status != AttemptStatus.Running && held.Attempts.Any(h => h.Id == a.Id)))
        {
            return;
        }

        (state.Run.CurrentStep, state.Run.NextAction) = _pointer;
        await FlushAsync(CancellationToken.None);
    }

    /// <summary>Has the files of sessions written behind the run's back, as they are now; an attempt that begins waits for them.</summary>
    private void AddSessionFiles(FollowedSessions? followed)
    {
        foreach (var facts in followed?.Facts ?? [])
        {
            _documents.Add(() => Sessions!.Keeper.UpdateAsync(facts));
        }
    }

    /// <summary>Waits until the documents that the rows ask for are written.</summary>
    public Task DocumentsAsync() => _documents.DrainAsync();

    /// <summary>One transaction.</summary>
    /// <exception cref="LostClaimException">The epoch is another by now; nothing was written.</exception>
    /// <exception cref="PlanChangedException">A question was answered that the changes take for unanswered; nothing was written, and the state in memory is of no use any more.</exception>
    public async Task SaveAsync(RunChanges changes, CancellationToken cancellationToken)
    {
        if (!await TrySaveAsync(changes, seenWake: null, cancellationToken))
        {
            throw new PlanChangedException(state.Run.Key);
        }
    }

    /// <summary>One transaction that lets go of the run, unless it was woken since its signals were read, or that takes a place for it, unless there is none: then nothing is written.</summary>
    /// <returns>False when nothing was written.</returns>
    /// <exception cref="LostClaimException">The epoch is another by now; nothing was written.</exception>
    public async Task<bool> TrySaveAsync(RunChanges changes, long? seenWake, CancellationToken cancellationToken)
    {
        changes = _held?.Then(changes) ?? changes;
        var followed = Sessions?.Follow(changes);
        var outcome = await services.Store.SaveAsync(
            new RunSave
            {
                Run = state.Run,
                Epoch = state.Run.Epoch,
                Steps = changes.Steps,
                Attempts = changes.Attempts,
                Workspaces = changes.WithWorkspace ? state.Workspaces : [],
                Checkpoints = changes.Checkpoints,
                Approvals = changes.Approvals,
                WhileUnanswered = true,
                Children = changes.Children,
                Claims = changes.Claims,
                Facts = Measures.Of(changes, followed),
                TakeStep = changes.TakeStep,
                Sessions = followed?.Sessions ?? [],
                Events = followed is null ? changes.Events : [.. changes.Events, .. followed.Events],
                Release = changes.Release,
                Move = changes.Move,
                SeenWake = seenWake,
                Place = changes.TakePlace ? services.Limits : null,
            },
            cancellationToken);
        if (outcome.Woken || outcome.NoPlace)
        {
            followed?.Undo();
            return false;
        }

        if (!outcome.Saved)
        {
            // What is still in the queue may now overwrite what the other executor writes: it is looked at again when the run has ended.
            services.Active.IsBehind(state.Run.Id);
            throw new LostClaimException(state.Run.Key);
        }

        _held = null;
        foreach (var (step, attempt) in changes.Documents)
        {
            AddStepDocument(step, attempt);
        }

        if (changes.WithWorkspace)
        {
            _documents.Add(RunDocuments.OfRun(state));
        }

        AddSessionFiles(followed);
        services.Bus.Publish(new Notice.RunChanged(state.Run.Id, outcome.Events));
        foreach (var wakeUp in outcome.WakeUps)
        {
            services.Active.Signal(wakeUp.RunId, wakeUp.Wake);
            await services.Scheduler.ScheduleAsync(wakeUp, at: null, cancellationToken);
        }

        return true;
    }

    /// <summary>Writes <c>metadata.json</c>, behind the documents that are still to be written; the rows are the truth, so a full disk costs the document only.</summary>
    public Task WriteRunDocumentAsync(CancellationToken cancellationToken)
    {
        if (services.Cluster?.Node.IsOther(state.Run.Home) != true)
        {
            _documents.Add(RunDocuments.OfRun(state));
        }

        return _documents.DrainAsync().WaitAsync(cancellationToken);
    }

    /// <summary>Has a step's <c>result.json</c> and links written behind the run's back, as they are now; not those of an attempt whose files are another node's.</summary>
    public void AddStepDocument(StepRun step, Attempt attempt)
    {
        if (RunFolder.Holds(state.Run, attempt))
        {
            _documents.Add(RunDocuments.OfStep(state.Run, step, attempt));
        }
    }

    /// <summary>Has them written for the steps among these whose attempts have ended; a step that had none has none.</summary>
    public void AddStepDocuments(IEnumerable<StepRun> steps)
    {
        foreach (var step in steps)
        {
            if (state.AttemptsOf(step).LastOrDefault() is { } last && last.Status != AttemptStatus.Running)
            {
                AddStepDocument(step, last);
            }
        }
    }

    /// <summary>Writes the documents that say something else than the rows: those that a server which died, or a full disk, left behind.</summary>
    public Task RepairDocumentsAsync(CancellationToken cancellationToken)
    {
        _documents.Add(() => DocumentRepair.RepairAsync(state, cancellationToken));
        return _documents.DrainAsync().WaitAsync(cancellationToken);
    }
}
