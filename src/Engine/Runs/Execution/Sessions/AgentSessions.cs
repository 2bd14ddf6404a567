using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Sessions;

/// <summary>
/// The sessions of a run's agents (spec 4, 3.2): they follow its attempts and its status in the transactions that write those, so that no crash leaves the two
/// apart. A run whose steps need no agent has none.
/// </summary>
internal sealed class AgentSessions
{
    private readonly RunState _state;
    private readonly WorkflowDefinition? _workflow;
    private readonly RunSessionServices _services;
    private readonly HashSet<(AttemptId Attempt, string Agent)> _begun = [];
    private readonly HashSet<AttemptId> _ended = [];
    private readonly Dictionary<AgentSessionId, List<string>> _unsaid = [];
    private readonly List<(AgentSession Session, (AgentSessionStatus From, AgentSessionStatus To) Move)> _moves = [];
    private readonly RunCheckpoints? _checkpoints;
    private List<AgentSession> _all;

    private AgentSessions(RunState state, WorkflowDefinition? workflow, RunSessionServices services, RunCheckpoints? checkpoints, IReadOnlyList<AgentSession> stored)
    {
        (_state, _workflow, _services, _checkpoints, _all) = (state, workflow, services, checkpoints, [.. stored]);
        Keeper = new SessionKeeper(services);
        foreach (var attempt in state.Attempts.Where(IsOfAgent))
        {
            if (AgentOf(attempt) is { } agent)
            {
                _begun.Add((attempt.Id, agent));
            }

            if (attempt.Status != AttemptStatus.Running)
            {
                _ended.Add(attempt.Id);
            }
        }
    }

    /// <summary>Keeps their files.</summary>
    public SessionKeeper Keeper { get; }

    /// <summary>Has the sessions of the run follow what the writer writes, where the run has any.</summary>
    public static async Task FollowAsync(RunState state, WorkflowDefinition? workflow, RunSessionServices services, SessionWriter writer, RunCheckpoints? checkpoints, CancellationToken cancellationToken)
    {
        if (services.Sessions is not { } kept || workflow?.Steps.Any(s => s.Kind == StepKind.Agent) == false)
        {
            return;
        }

        var stored = state.Attempts.Count == 0 ? [] : await kept.Store.ListAsync(state.Run.Id, cancellationToken);
        writer.Sessions = workflow is null && stored.Count == 0 ? null : new AgentSessions(state, workflow, services, checkpoints, stored);
    }

    /// <summary>Role that an agent takes in a step.</summary>
    public static string RoleOf(StepDefinition step, string agent) => step.Role ?? agent;

    /// <summary>Why a step may not be tried once more; null when it may.</summary>
    public string? Exceeded(StepDefinition step, StepRun stepRun)
    {
        if (step is not { Kind: StepKind.Agent, Iterate: { } iterate })
        {
            return null;
        }

        // A visit beyond the last is one that a person asked for.
        var limit = Math.Max(iterate.Max, stepRun.Visit);
        var session = _all.Where(s => !s.HasEnded && IsOf(s, step, stepRun.Agent)).MaxBy(s => s.CountOf(NameOf(stepRun)));
        return session is not null && session.CountOf(NameOf(stepRun)) is var count && count >= limit
            ? $"session {session.Id} of {session.Role} has used the {limit} iterations that it has for {step.Id}: resume the run to give it as many again, or raise 'iterate.max' of the step for later runs (each attempt of a visit counts)"
            : null;
    }

    /// <summary>Moves the sessions on as the run and its attempts are, which are about to be written.</summary>
    public FollowedSessions? Follow(RunChanges changes)
    {
        var before = _all.Select(s => s.Copy()).ToList();
        var touched = new HashSet<AgentSession>();
        List<RunEvent> events = [];
        _moves.Clear();
        var isBoundary = _state.Run.Status != RunStatus.Running;
        foreach (var attempt in changes.Attempts.Where(IsOfAgent))
        {
            isBoundary |= Follow(attempt, touched, events);
        }

        FollowRun(touched, events);
        if (touched.Count == 0)
        {
            return null;
        }

        foreach (var told in events)
        {
            var session = touched.First(s => string.Equals(s.Id.Value, told.Data["session"] as string, StringComparison.Ordinal));
            (_unsaid.TryGetValue(session.Id, out var unsaid) ? unsaid : _unsaid[session.Id] = []).Add(told.Message);
        }

        // The files are an agent's own while it works: they are written between steps only.
        List<SessionFacts> facts = isBoundary ? [.. touched.Select(s => SessionFacts.Of(s, _state, _workflow, changes, Said(s), _services.Time.GetUtcNow()))] : [];
        return new FollowedSessions([.. touched], events, facts, Undo) { Moves = [.. _moves], At = _services.Time.GetUtcNow() };

        void Undo()
        {
            _all = before;
            _unsaid.Clear();
        }
    }

    /// <summary>What happened to a session since its files were last brought up to date.</summary>
    private List<string> Said(AgentSession session) => _unsaid.Remove(session.Id, out var said) ? said : [];

    private static string NameOf(StepRun step) => step.ItemIndex is { } index ? $"{step.StepId}[{index}]" : step.StepId;

    private bool IsOfAgent(Attempt attempt) => StepOf(attempt) is { } step && _workflow?.Step(step.StepId).Kind == StepKind.Agent;

    private StepRun? StepOf(Attempt attempt) => _state.Steps.FirstOrDefault(s => s.Id == attempt.StepRunId);

    /// <summary>Who does it; null while it waits for a worker.</summary>
    private string? AgentOf(Attempt attempt) => attempt.Worker ?? (_services.Agents.Find(attempt.Agent) is IPooledAgent ? null : attempt.Agent);

    /// <summary>True when an attempt begins or ends with it.</summary>
    private bool Follow(Attempt attempt, HashSet<AgentSession> touched, List<RunEvent> events)
    {
        var step = StepOf(attempt)!;
        var definition = _workflow!.Step(step.StepId);
        if (AgentOf(attempt) is not { } agent)
        {
            return false;
        }

        var session = _all.LastOrDefault(s => !s.HasEnded && IsOf(s, definition, attempt.Agent) && string.Equals(s.Agent, agent, StringComparison.Ordinal));
        var cannotBegin = attempt is { Status: AttemptStatus.Failed, Error.Code: "cannot_begin" };
        var begins = _begun.Add((attempt.Id, agent));
        if (begins)
        {
            session ??= Begin(step, agent, (RoleOf(definition, attempt.Agent), StepFeature.OrWorkflow(definition, _workflow, _state.Run)), events);
            touched.Add(session);
            if (!cannotBegin)
            {
                Count(session, definition, step, events);
            }
        }

        if (session is null)
        {
            return false;
        }

        if (attempt.Status == AttemptStatus.Running)
        {
            if (session.Status == AgentSessionStatus.Initializing && (attempt.Process ?? (object?)attempt.SessionId ?? attempt.Worker) is not null)
            {
                Move(session, AgentSessionStatus.Active, null, touched, events);
            }

            return begins;
        }

        if (_ended.Add(attempt.Id))
        {
            touched.Add(session);
            End(session, step, attempt, cannotBegin, touched, events);
            return true;
        }

        return begins;
    }

    private AgentSession Begin(StepRun step, string agent, (string Role, string Feature) of, List<RunEvent> events)
    {
        var run = _state.Run;
        var session = new AgentSession
        {
            Id = EntityId.New<AgentSessionId>(),
            RunId = run.Id,
            RepositoryId = run.RepositoryId,
            Agent = agent,
            Role = of.Role,
            Feature = of.Feature,
            CurrentStep = NameOf(step),
            BaseCommit = _checkpoints?.LastCommitIn(_state.RepositoryOf(step)) ?? _state.WorkspaceOf(step)?.BaseCommit,
            CreatedAt = _services.Time.GetUtcNow(),
        };
        _all.Add(session);
        events.Add(StepEvents.OfSession(session, null, $"Session {session.Id} of {Called(session)} begins"));
        return session;
    }

    private void Count(AgentSession session, StepDefinition definition, StepRun step, List<RunEvent> events)
    {
        if (session.Status is AgentSessionStatus.Paused or AgentSessionStatus.Resumed or AgentSessionStatus.Blocked)
        {
            Move(session, AgentSessionStatus.Active, null, [], events);
        }

        var visits = definition.Iterate?.Max ?? (_workflow!.Type == WorkflowType.Graph ? definition.MaxVisits : 1) * definition.Retry.MaxAttempts;
        session.Iterate(NameOf(step), Math.Max(visits, step.Visit));
        session.ToolsAllowed = StepTools.Allowed(definition);
        session.McpServers = StepTools.McpServers(definition);
    }

    private void End(AgentSession session, StepRun step, Attempt attempt, bool cannotBegin, HashSet<AgentSession> touched, List<RunEvent> events)
    {
        if (!cannotBegin && (attempt.IsRateLimited || AttemptFollowUp.IsNeverStarted(attempt)))
        {
            session.TakeBack(NameOf(step));
        }

        if (session.Status == AgentSessionStatus.Initializing)
        {
            var failed = cannotBegin || (AttemptFollowUp.IsNeverStarted(attempt) && step.Status == StepStatus.Failed);
            Move(session, failed ? AgentSessionStatus.Failed : AgentSessionStatus.Active, failed ? attempt.Error?.Message : null, touched, events);
        }

        if (step.Status == StepStatus.Blocked && !session.HasEnded && !IsBusy(session))
        {
            Move(session, AgentSessionStatus.Blocked, step.StatusReason, touched, events);
        }
    }

    private bool IsBusy(AgentSession session) => _state.Attempts.Any(a =>
        a.Status == AttemptStatus.Running && IsOfAgent(a) && string.Equals(AgentOf(a), session.Agent, StringComparison.Ordinal)
        && IsOf(session, _workflow!.Step(StepOf(a)!.StepId), a.Agent));

    /// <summary>Whether an agent's work in a step is a session's: one feature, one role.</summary>
    private bool IsOf(AgentSession session, StepDefinition step, string agent) =>
        string.Equals(session.Role, RoleOf(step, agent), StringComparison.Ordinal)
        && string.Equals(session.Feature, StepFeature.OrWorkflow(step, _workflow!, _state.Run), StringComparison.Ordinal);

    private void FollowRun(HashSet<AgentSession> touched, List<RunEvent> events)
    {
        var run = _state.Run;
        foreach (var session in _all.Where(s => !s.HasEnded).ToList())
        {
            AgentSessionStatus? to = (run.Status, session.Status) switch
            {
                (RunStatus.Paused, AgentSessionStatus.Active or AgentSessionStatus.Resumed or AgentSessionStatus.Initializing) => AgentSessionStatus.Paused,
                (RunStatus.Running, AgentSessionStatus.Paused) => AgentSessionStatus.Resumed,
                (RunStatus.Waiting, AgentSessionStatus.Active or AgentSessionStatus.Resumed) => AgentSessionStatus.Blocked,
                (RunStatus.Completed, _) => AgentSessionStatus.Completed,
                (RunStatus.Failed or RunStatus.Cancelled, AgentSessionStatus.Paused) => AgentSessionStatus.Expired,
                (RunStatus.Failed or RunStatus.Cancelled, _) => AgentSessionStatus.Failed,
                _ => null,
            };
            if (to is { } status)
            {
                Move(session, status, run.StatusReason, touched, events);
            }
        }
    }

    /// <summary>Moves a session, by way of what lies between, each with its event.</summary>
    private void Move(AgentSession session, AgentSessionStatus to, string? reason, HashSet<AgentSession> touched, List<RunEvent> events)
    {
        foreach (var status in AgentSessionTransitions.Way(session.Status, to) ?? [])
        {
            var from = session.Status;
            session.MoveTo(status, reason, _services.Time.GetUtcNow());
            _moves.Add((session, (from, status)));
            var level = status is AgentSessionStatus.Failed or AgentSessionStatus.Expired ? EventLevel.Warning : EventLevel.Info;
            events.Add(StepEvents.OfSession(session, from, $"Session of {Called(session)} {status.ToString().ToLowerInvariant()}{(reason is null ? "" : $": {reason}")}", level));
        }

        touched.Add(session);
    }

    private static string Called(AgentSession session) =>
        string.Equals(session.Role, session.Agent, StringComparison.Ordinal) ? session.Agent : $"{session.Role} ({session.Agent})";
}
