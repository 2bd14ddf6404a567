using System.Runtime.ExceptionServices;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>
/// One claim of a run, from taking it up to its end or to the moment when it only waits. A single loop changes the state: it asks the resolver, writes, starts
/// agents, and waits for what they report. Each boundary of an attempt is one transaction (design/engine.md, "Advancing a run").
/// </summary>
internal sealed class RunSession : IAsyncDisposable
{
    /// <summary>A wait that is shorter than this is sat out: letting go and being claimed again would take as long.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(1);

    private readonly RunState _state;
    private readonly WorkflowDefinition _workflow;
    private readonly ActiveRun _active;
    private readonly RunSessionServices _services;
    private readonly SessionMailbox _mailbox;
    private readonly SessionWriter _writer;
    private readonly StepModels _models;
    private readonly RunCheckpoints _checkpoints;
    private readonly AttemptFactory _attempts;
    private readonly AttemptWatch _watch;
    private readonly RunPlace _place;
    private readonly AttemptClosing _closing;
    private readonly PooledAttempts _pooled;
    private readonly SessionHandover _handover;
    private RunSignals _signals = new() { Wake = 0 };
    private StopOrder? _stop;

    public RunSession(RunState state, WorkflowDefinition workflow, ActiveRun active, RunSessionServices services, SessionHandover handover)
    {
        (_state, _workflow, _active, _services, _handover) = (state, workflow, active, services, handover);
        _writer = new SessionWriter(state, services) { Measures = new RunFacts(state, workflow, services.Agents) };
        _models = new StepModels(state, workflow, services.Time);
        _checkpoints = new RunCheckpoints(state, services.Workspaces, _models, services.Time);
        _attempts = new AttemptFactory(state, workflow, _models, services, _writer);
        _mailbox = new SessionMailbox(active, services.Time);
        _watch = new AttemptWatch(services, handover, _mailbox.Writer);
        _place = new RunPlace(state, workflow, services, _writer);
        _closing = new AttemptClosing(state, workflow, services, _writer, _checkpoints, _watch);
        _pooled = new PooledAttempts(state, workflow, services, _writer, _checkpoints);
    }

    /// <summary>Takes the run up and goes on with it until it ends or only waits.</summary>
    /// <exception cref="OperationCanceledException">The server stops: agents go on, the next server takes over.</exception>
    /// <exception cref="LostClaimException">Another executor holds the run.</exception>
    /// <exception cref="PlanChangedException">Steps were added: the state is to be read again, under the same claim.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            await AdvanceAsync(stopping);
        }
        catch (Exception exception) when (_writer.IsHolding && exception is not LostClaimException && !_services.Store.IsUnavailable(exception))
        {
            // What has ended has ended, whatever kept the next step from beginning.
            await _writer.RescueAsync();
            throw;
        }
        finally
        {
            await _writer.DocumentsAsync();
        }
    }

    private async Task AdvanceAsync(CancellationToken stopping)
    {
        if (_state.Workspace is not null)
        {
            _checkpoints.Continue(await _services.Checkpoints.ListAsync(_state.Run.Id, stopping));
        }

        if (!await new RunOpening(_state, _workflow, _services, _writer, _checkpoints, _handover.IsAgain).OpenAsync(stopping))
        {
            return;
        }

        await ReadSignalsAsync(stopping);
        Reattach();
        while (true)
        {
            if (_active.HasNews)
            {
                // What a person was told is taken comes before what the run would do next. Approvals are read from the rows: those that are held are written first.
                await _writer.FlushAsync(stopping);
                await ReadSignalsAsync(stopping);
            }

            await StopWhenAskedAsync(stopping);
            var decision = StepResolver.Next(await SnapshotAsync(stopping));
            if (decision.End is { } end)
            {
                await _writer.FlushAsync(stopping);
                await CloseAsync(end, stopping);
                return;
            }

            if (decision.Actions.Any(a => a.Begins) && !await _place.TakeAsync(decision, stopping))
            {
                decision = _place.Without(decision);
            }

            if (decision.Actions.Count > 0 && await ApplyAsync(decision, stopping))
            {
                continue;
            }

            await _writer.FlushAsync(stopping);
            if (CanLetGo(decision))
            {
                if (await LetGoAsync(decision, stopping))
                {
                    return;
                }

                continue;
            }

            await WaitAsync(decision.Until, stopping);
        }
    }

    /// <summary>Lets go of the agents that still work and waits for the tasks that watch them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        await _mailbox.DisposeAsync();
    }

    private async Task ReadSignalsAsync(CancellationToken cancellationToken)
    {
        _signals = await _services.Store.ReadSignalsAsync(_state.Run.Id, cancellationToken) ?? throw new InvalidOperationException($"run {_state.Run.Id} is gone");
        _active.Seen(_signals.Wake);
        await _writer.CheckPlanAsync(_signals, cancellationToken);
        _state.Approvals.Clear();
        foreach (var approval in _signals.Approvals)
        {
            _state.Approvals.Add(approval);
        }
    }

    private void Reattach()
    {
        foreach (var (step, attempt) in _handover.Enter(PooledAttempts.HeldOf(_state)))
        {
            var definition = _workflow.Step(step.StepId);
            _watch.Begin(new AttemptInFlight(definition, step, attempt, _attempts.Reattach(definition, step, attempt), _services.AgentOf(attempt)));
        }
    }

    private async Task<RunSnapshot> SnapshotAsync(CancellationToken cancellationToken)
    {
        // Files are read for conditions only: most steps have none.
        var asks = _workflow.Steps.Any(s => s.When is not null || s.ForEach is not null || s.Next.Any(n => n.When is not null));
        IReadOnlyDictionary<string, object?> model = asks && _stop is null ? await _models.BuildAsync(cancellationToken) : new Dictionary<string, object?>(StringComparer.Ordinal);
        return new RunSnapshot(_workflow, _state, _signals, model, _services.Time.GetUtcNow(), _stop?.End) { Placed = _models.In };
    }

    private async Task<bool> ApplyAsync(Decision decision, CancellationToken cancellationToken)
    {
        if (!_writer.CanHoldFor(decision))
        {
            await _writer.FlushAsync(cancellationToken);
        }

        await _pooled.PrepareAsync(decision, cancellationToken);
        var applier = new DecisionApplier(_state, _workflow, _services, _attempts, _checkpoints, _models);
        var takesStep = _signals is { PauseRequestedAt: not null, StepsAllowed: > 0 };
        try
        {
            foreach (var action in decision.Actions)
            {
                await applier.ApplyAsync(action, _mailbox.PlaceFree, cancellationToken);
            }

            if (!applier.HasChanges)
            {
                // Every place of an agent is taken; the run says so and is told when one is free.
                await _writer.SaveAsync(new RunChanges(), cancellationToken);
                return false;
            }

            RunPointer.Set(_state, _workflow, decision.Why);
            await _writer.SaveAsync(applier.Changes with { TakeStep = takesStep }, cancellationToken);
        }
        catch
        {
            applier.GiveBackPlaces();
            throw;
        }

        _signals = takesStep ? _signals with { StepsAllowed = _signals.StepsAllowed - 1 } : _signals;
        foreach (var begun in applier.Begun)
        {
            if (begun.Prepared.Request is { } request)
            {
                _watch.Begin(begun, request, _writer.DocumentsAsync());
            }
            else
            {
                _writer.AddStepDocument(begun.Step, begun.Prepared.Attempt);
            }
        }

        _writer.AddStepDocuments(applier.Changes.Steps.Except(applier.Begun.Select(b => b.Step)));
        return true;
    }

    private bool CanLetGo(Decision decision) =>
        !_watch.IsBusy
        && decision.Actions.Count == 0
        && (decision.Paused || decision.Until is not { } until || until - _services.Time.GetUtcNow() > ShortWait);

    /// <summary>Nothing of the run is at work: it holds no thread and no place while it waits. False when it was woken in between.</summary>
    private async Task<bool> LetGoAsync(Decision decision, CancellationToken cancellationToken)
    {
        if (await new RunRelease(_state, _services, _writer).LetGoAsync(decision, _signals.Wake, cancellationToken))
        {
            return true;
        }

        await ReadSignalsAsync(cancellationToken);
        return false;
    }

    /// <summary>Handles the next message; returns also when it is time to decide again.</summary>
    private async Task WaitAsync(DateTimeOffset? until, CancellationToken stopping)
    {
        var message = await _mailbox.NextAsync(until, stopping);
        switch (message)
        {
            case SessionMessage.Reported reported:
                await AttemptReports.WriteAsync(reported, _services, _writer, stopping);
                break;
            case SessionMessage.Ended ended:
                await _closing.EndAsync(ended, _stop is not null, stopping);
                break;
            case SessionMessage.Returned returned:
                await _watch.ForgetAsync(returned.Flight);
                await _pooled.ReturnAsync(returned, _stop is not null, stopping);
                break;
            case SessionMessage.TakenOver:
                throw new LostClaimException(_state.Run.Key);
            case SessionMessage.Broke { Exception: var fault } when RunExecutor.IsDatabase(fault):
                // Not the agent's fault: it works on, and whoever claims the run next stores the rest of its log.
                ExceptionDispatchInfo.Throw(fault);
                break;
            case SessionMessage.Broke broke:
                _services.Log.AttemptBroke(broke.Exception, _state.Run.Key, broke.Flight.Step.StepId, broke.Flight.Attempt.Number);
                await _closing.EndAsync(await _watch.EndBrokenAsync(broke, _stop is not null, stopping), _stop is not null, stopping);
                break;
            case SessionMessage.Woken or SessionMessage.PlaceFree or null:
                break;
        }
    }

    /// <summary>Begins to stop everything, once, when a person or a limit says so.</summary>
    private async Task StopWhenAskedAsync(CancellationToken cancellationToken)
    {
        if (_stop is not null)
        {
            return;
        }

        RunEnd? end = _signals.CancelRequestedAt is not null ? new RunEnd(RunStatus.Cancelled, null)
            : RunCost.Exceeded(_state, _signals, _workflow.Limits, _services.Time.GetUtcNow()) is { } limit ? new RunEnd(RunStatus.Failed, limit)
            : null;
        if (end is null)
        {
            return;
        }

        await _writer.FlushAsync(cancellationToken);
        _stop = new StopOrder(end, _signals.CancelRequestedBy, _signals.CancelRequestedAt, _services.Time.GetTimestamp(), _watch.Count, _watch.Workers);
        RunPointer.Set(_state, _workflow, "stop what is running");
        await _watch.StopAllAsync();
        await _pooled.WithdrawAsync(cancellationToken);
        await ChildStops.CancelAllAsync(_signals, _services, cancellationToken);
    }

    private async Task CloseAsync(RunEnd end, CancellationToken cancellationToken)
    {
        foreach (var attempt in _state.Attempts.Where(a => a.SecretNames.Count > 0))
        {
            // A server may have stopped between the end of an attempt and this.
            await _closing.SealAsync(attempt, AttemptSecrecy.Of(attempt.SecretNames, _services.Secrets), cancellationToken);
        }

        var last = end.Status == RunStatus.Completed ? _checkpoints.Mark(CheckpointType.Complete, null, "Run completed") : null;
        var children = _signals.Children.Sum(c => c.CostUsd ?? 0);
        _state.Run.CostUsd = RunCost.Of(_state) is { } own ? own + children : children > 0 ? children : null;
        await new RunClosing(_state, _workflow, _services, _writer) { Checkpoints = _checkpoints }.CloseAsync(end, _stop, last, cancellationToken);
    }
}
