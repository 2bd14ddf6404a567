using System.Diagnostics;
using System.Threading.Channels;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>
/// One claim of a run, from taking it up to its end. A single loop changes the state: it asks the resolver, writes, starts agents, and waits for
/// what they report. Each boundary of an attempt is one transaction (design/engine.md, "Advancing a run").
/// </summary>
internal sealed class RunSession(RunState state, WorkflowDefinition workflow, ActiveRun active, RunSessionServices services) : IAsyncDisposable
{
    private readonly Channel<SessionMessage> _messages = Channel.CreateUnbounded<SessionMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<Attempt, AttemptInFlight> _inFlight = [];
    private readonly CancellationTokenSource _detach = new();
    private readonly SessionWriter _writer = new(state, services);
    private readonly AttemptFactory _attempts = new(state, workflow, services.Agents, services.Time);
    private CancelOrder? _cancel;

    /// <summary>Takes the run up and goes on with it until it ends.</summary>
    /// <exception cref="OperationCanceledException">The server stops: agents go on, the next server takes over.</exception>
    /// <exception cref="LostClaimException">Another executor holds the run.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (!await new RunOpening(state, workflow, services, _writer).OpenAsync(stopping))
        {
            return;
        }

        Reattach();
        while (true)
        {
            if (_cancel is null && active.CancelRequested.IsCompleted)
            {
                await CancelAsync(stopping);
            }

            var decision = StepResolver.Next(RunSnapshot.Of(workflow, state, _cancel is not null));
            if (decision.End is { } end)
            {
                await new RunClosing(state, workflow, services, _writer).CloseAsync(end, _cancel, stopping);
                return;
            }

            if (decision.Start.Count > 0 || decision.Skip.Count > 0)
            {
                await ApplyAsync(decision, stopping);
            }
            else
            {
                await HandleAsync(await NextMessageAsync(stopping), stopping);
            }
        }
    }

    /// <summary>Lets go of the agents that still work and waits for the tasks that watch them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _detach.CancelAsync();
        await Task.WhenAll(_inFlight.Values.Select(f => f.Work));
        _detach.Dispose();
    }

    private void Reattach()
    {
        foreach (var attempt in state.Attempts.Where(a => a.Status == AttemptStatus.Running).ToList())
        {
            var step = state.Steps.Single(s => s.Id == attempt.StepRunId);
            var definition = workflow.Step(step.StepId);
            Launch(definition, step, attempt, _attempts.Reattach(definition, attempt));
        }
    }

    private async Task ApplyAsync(Decision decision, CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        List<RunEvent> events = [];
        List<StepRun> changed = [];
        foreach (var skip in decision.Skip)
        {
            var step = Step(skip.StepId);
            var from = step.Status;
            step.MoveTo(StepStatus.Skipped, skip.Why, now);
            changed.Add(step);
            events.Add(StepEvents.OfStep(step, from, $"Step {step.StepId} is skipped: {skip.Why}", skip.Why));
        }

        List<(StepDefinition Definition, StepRun Step, PreparedAttempt Prepared)> begun = [];
        foreach (var start in decision.Start)
        {
            var (definition, step) = (workflow.Step(start.StepId), Step(start.StepId));
            var prepared = await _attempts.PrepareAsync(definition, step, start.Attempt, cancellationToken);
            begun.Add((definition, step, prepared));
            changed.Add(step);
            events.AddRange(Begin(step, prepared, start.Why, now));
        }

        foreach (var (_, _, prepared) in begun)
        {
            state.Attempts.Add(prepared.Attempt);
        }

        Point(decision.Why);
        await _writer.SaveAsync(new RunChanges { Steps = changed, Attempts = [.. begun.Select(b => b.Prepared.Attempt)], Events = events }, cancellationToken);
        foreach (var (definition, step, prepared) in begun)
        {
            if (prepared.Request is not null)
            {
                Launch(definition, step, prepared.Attempt, prepared.Request);
            }
            else
            {
                await _writer.WriteStepDocumentAsync(step, prepared.Attempt, cancellationToken);
            }
        }
    }

    private static IEnumerable<RunEvent> Begin(StepRun step, PreparedAttempt prepared, string why, DateTimeOffset now)
    {
        var from = step.Status;
        var attempt = prepared.Attempt;
        if (from == StepStatus.Pending)
        {
            step.MoveTo(StepStatus.Running, null, now);
            yield return StepEvents.OfStep(step, from, $"Step {step.StepId} begins", why, attempt: attempt);
        }

        yield return StepEvents.OfAttempt(step, attempt, null, $"Attempt {attempt.Number} of {step.StepId} begins with {attempt.Agent}", why, EventLevel.Info, new Dictionary<string, object?>(StringComparer.Ordinal) { ["promptSha256"] = attempt.PromptHash });
        if (prepared.Fault is null)
        {
            yield break;
        }

        attempt.Error = new AgentError("cannot_begin", prepared.Fault, Retryable: false);
        attempt.End(AttemptStatus.Failed, now);
        step.MoveTo(StepStatus.Failed, prepared.Fault, now);
        yield return StepEvents.OfStep(step, StepStatus.Running, $"Step {step.StepId} failed: {prepared.Fault}", prepared.Fault, EventLevel.Error, attempt);
    }

    private void Launch(StepDefinition definition, StepRun step, Attempt attempt, AgentRequest request)
    {
        var agent = services.Agents.FindOrProcess(attempt.Agent);
        var flight = new AttemptInFlight(definition, step, attempt, request, agent);
        _inFlight[attempt] = flight;
        flight.Work = Task.Run(() => WatchAsync(flight), CancellationToken.None);
    }

    private async Task WatchAsync(AttemptInFlight flight)
    {
        try
        {
            var result = await flight.Agent.RunAsync(flight.Request, new AttemptSink(flight, _messages.Writer), _detach.Token);
            _messages.Writer.TryWrite(new SessionMessage.Ended(flight, result));
        }
        catch (AttemptTakenOverException)
        {
            _messages.Writer.TryWrite(new SessionMessage.TakenOver(flight));
        }
        catch (OperationCanceledException) when (_detach.IsCancellationRequested)
        {
            // Let go on purpose: the process works on, the next server re-attaches.
        }
#pragma warning disable CA1031 // whatever an agent's code throws becomes the attempt's error; nothing may be lost on this task
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _messages.Writer.TryWrite(new SessionMessage.Broke(flight, exception));
        }
    }

    /// <summary>The next message; null when a cancel request came first.</summary>
    private async Task<SessionMessage?> NextMessageAsync(CancellationToken stopping)
    {
        if (_cancel is not null)
        {
            return await _messages.Reader.ReadAsync(stopping);
        }

        var message = _messages.Reader.WaitToReadAsync(stopping).AsTask();
        await Task.WhenAny(message, active.CancelRequested);
        stopping.ThrowIfCancellationRequested();
        return _messages.Reader.TryRead(out var read) ? read : null;
    }

    private async Task HandleAsync(SessionMessage? message, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case SessionMessage.Reported reported:
                await ReportAsync(reported, cancellationToken);
                break;
            case SessionMessage.Ended ended:
                await EndAsync(ended.Flight, ended.Result, cancellationToken);
                break;
            case SessionMessage.TakenOver:
                throw new LostClaimException(state.Run.Key);
            case SessionMessage.Broke broke:
                await EndBrokenAsync(broke, cancellationToken);
                break;
        }
    }

    private Task ReportAsync(SessionMessage.Reported reported, CancellationToken cancellationToken)
    {
        var (step, attempt) = (reported.Flight.Step, reported.Flight.Attempt);
        var (message, level) = reported.Event switch
        {
            AgentEvent.Started started => ($"{attempt.Agent} runs as process {started.ProcessId}", EventLevel.Info),
            AgentEvent.Session session => ($"{attempt.Agent} works in session {session.SessionId ?? "unknown"} with model {session.Model ?? "unknown"}", EventLevel.Info),
            AgentEvent.RateLimited limited => (limited.Message, EventLevel.Warning),
            AgentEvent.Warning warning => (warning.Message, EventLevel.Warning),
            _ => throw new UnreachableException(),
        };
        switch (reported.Event)
        {
            case AgentEvent.Started:
                attempt.Process = services.Processes.ReadIdentity(attempt.Directory);
                break;
            case AgentEvent.Session session:
                attempt.SessionId = session.SessionId;
                attempt.Model = session.Model ?? attempt.Model;
                break;
        }

        var runEvent = StepEvents.OfAttempt(step, attempt, null, message, null, level, new Dictionary<string, object?>(StringComparer.Ordinal));
        return _writer.SaveAsync(new RunChanges { Attempts = [attempt], Events = [runEvent] }, cancellationToken);
    }

    private async Task EndAsync(AttemptInFlight flight, AgentResult result, CancellationToken cancellationToken)
    {
        await flight.Work;
        _inFlight.Remove(flight.Attempt);
        var events = await new AttemptEnding(state, services, _cancel is not null).EndAsync(flight, result, cancellationToken);
        Point($"decide what follows {flight.Step.StepId}");
        await _writer.SaveAsync(new RunChanges { Steps = [flight.Step], Attempts = [flight.Attempt], Events = events }, cancellationToken);
        await _writer.WriteStepDocumentAsync(flight.Step, flight.Attempt, cancellationToken);
    }

    private async Task EndBrokenAsync(SessionMessage.Broke broke, CancellationToken cancellationToken)
    {
        var (step, attempt) = (broke.Flight.Step, broke.Flight.Attempt);
        services.Log.AttemptBroke(broke.Exception, state.Run.Key, step.StepId, attempt.Number);
        await broke.Flight.Agent.StopAsync(broke.Flight.Request, cancellationToken);
        // A cancel that comes before the process takes its place: the start is refused, and that is what was asked for.
        var result = _cancel is not null
            ? new AgentResult { Outcome = AgentOutcome.Stopped }
            : new AgentResult { Outcome = AgentOutcome.Failed, Error = new AgentError("agent_error", broke.Exception.Message, Retryable: false) };
        await EndAsync(broke.Flight, result, cancellationToken);
    }

    private async Task CancelAsync(CancellationToken cancellationToken)
    {
        var began = services.Time.GetTimestamp();
        var stored = await services.Store.LoadAsync(state.Run.Id, cancellationToken);
        _cancel = new CancelOrder(stored?.Run.CancelRequestedBy ?? "unknown", began, _inFlight.Count);
        Point("stop what is running");
        await Task.WhenAll(_inFlight.Values.Select(f => f.Agent.StopAsync(f.Request, CancellationToken.None)));
    }

    /// <summary>The run's own pointers: what is under way and what is expected next (spec 5 P09-T04).</summary>
    private void Point(string next)
    {
        var running = state.Steps.Where(s => s.Status == StepStatus.Running).Select(s => s.StepId).ToList();
        state.Run.CurrentStep = running.Count > 0 ? string.Join(", ", running) : state.Run.CurrentStep;
        var following = workflow.Steps
            .Where(s => Step(s.Id).Status == StepStatus.Pending && s.Needs.All(n => Step(n).HasEnded || running.Contains(n, StringComparer.Ordinal)))
            .Select(s => s.Id)
            .ToList();
        state.Run.NextAction = running.Count == 0
            ? next
            : $"wait for {string.Join(", ", running)}{(following.Count > 0 ? $", then start {string.Join(", ", following)}" : ", then end")}";
    }

    private StepRun Step(string stepId) => state.Steps.First(s => string.Equals(s.StepId, stepId, StringComparison.Ordinal));
}
