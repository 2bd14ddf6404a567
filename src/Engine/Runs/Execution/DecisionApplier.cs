using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Does what a decision says to the rows of the run; what is to be written and begun is collected for one transaction.</summary>
internal sealed class DecisionApplier(
    RunState state, WorkflowDefinition workflow, RunSessionServices services, AttemptFactory attempts, RunCheckpoints checkpoints, StepModels models)
{
    private readonly List<RunEvent> _events = [];
    private readonly HashSet<StepRun> _steps = [];
    private readonly List<Checkpoint> _checkpoints = [];
    private readonly List<Approval> _approvals = [];
    private readonly List<NewRun> _children = [];
    private readonly List<string> _places = [];
    private readonly List<StepClaim> _claims = [];

    /// <summary>Attempts that were made; those with a request are to be begun once they are written.</summary>
    public List<BegunAttempt> Begun { get; } = [];

    /// <summary>Whether anything was done.</summary>
    public bool HasChanges => _steps.Count > 0 || _approvals.Count > 0;

    private StepQuestions Questions => new(state, services, models);

    /// <summary>What to write.</summary>
    public RunChanges Changes => new()
    {
        Steps = [.. _steps],
        Attempts = [.. Begun.Select(b => b.Prepared.Attempt)],
        Checkpoints = _checkpoints,
        Approvals = _approvals,
        Children = _children,
        Claims = _claims,
        Facts = [.. Begun.Select(b => b.Prepared.Rendered).OfType<MetricFact>()],
        Events = _events,
    };

    /// <summary>Does one action. False when it has to wait for a place of the agent.</summary>
    public async Task<bool> ApplyAsync(StepAction action, Action placeFree, CancellationToken cancellationToken)
    {
        var now = services.Time.GetUtcNow();
        switch (action)
        {
            case StepAction.Start start:
                return await StartAsync(start, placeFree, cancellationToken);
            case StepAction.Skip:
                Move(action.Step, StepStatus.Skipped, action.Why, "is skipped");
                break;
            case StepAction.Fail:
                Fail(action.Step, action.Why);
                break;
            case StepAction.Complete:
                await CompleteAsync(action, cancellationToken);
                break;
            case StepAction.Expand expand:
                Expand(expand);
                break;
            case StepAction.Ask:
                await AskAsync(action.Step, cancellationToken);
                break;
            case StepAction.Answer answer:
                answer.Approval.Decide(answer.Status, "deadline", null, new Dictionary<string, object?>(StringComparer.Ordinal), now);
                _approvals.Add(answer.Approval);
                _events.Add(StepEvents.OfApproval(answer.Step, answer.Approval, $"{StepResolver.NameOf(answer.Step)}: {answer.Why}", answer.Why));
                break;
            case StepAction.Remind remind:
                remind.Approval.Remind(now);
                _approvals.Add(remind.Approval);
                _events.Add(StepEvents.OfReminder(remind.Step, remind.Approval, remind.Why));
                break;
            case StepAction.CallWorkflow:
                await new ChildCalls(state, services, checkpoints).CallAsync(workflow.Step(action.Step.StepId), action, this, models, cancellationToken);
                break;
            case StepAction.Hand hand:
                Hand(hand);
                break;
            case StepAction.Follow follow:
                Follow(follow);
                break;
            case StepAction.Visit visit:
                Visit(visit.Step.StepId, visit.Comment, visit.Why, visit.Step);
                break;
        }

        return true;
    }

    /// <summary>Gives back the places of agents that were taken for attempts which cannot be begun after all.</summary>
    public void GiveBackPlaces()
    {
        _places.ForEach(services.Slots.Leave);
        _places.Clear();
    }

    /// <summary>Fails a step run without an attempt.</summary>
    public void Fail(StepRun step, string why)
    {
        if (step.Status == StepStatus.Pending)
        {
            Move(step, StepStatus.Running, null, "begins");
        }

        Move(step, StepStatus.Failed, why, $"failed: {why}", EventLevel.Error);
        _checkpoints.Add(checkpoints.Mark(CheckpointType.Error, step, $"{StepResolver.NameOf(step)} failed: {why}"));
    }

    /// <summary>Makes a step run wait, with the event that says so.</summary>
    public void Block(StepRun step, BlockCause cause, string why)
    {
        var from = step.Status;
        step.Block(cause, why, until: null, services.Time.GetUtcNow());
        Changed(step, from, why, $"waits: {why}");
    }

    /// <summary>Writes a child run with this transaction.</summary>
    public void Add(NewRun child) => _children.Add(child);

    private void Move(StepRun step, StepStatus to, string? why, string says, EventLevel level = EventLevel.Info)
    {
        var from = step.Status;
        step.MoveTo(to, why, services.Time.GetUtcNow());
        Changed(step, from, why, says, level);
    }

    private void Changed(StepRun step, StepStatus from, string? why, string says, EventLevel level = EventLevel.Info)
    {
        _steps.Add(step);
        _events.Add(StepEvents.OfStep(step, from, $"Step {StepResolver.NameOf(step)} {says}", why, level));
    }

    private async Task<bool> StartAsync(StepAction.Start start, Action placeFree, CancellationToken cancellationToken)
    {
        var (step, definition) = (start.Step, workflow.Step(start.Step.StepId));
        if (await Questions.BeforeWorkAsync(definition, step, cancellationToken) is var (asked, why))
        {
            Ask(step, asked, why);
            return true;
        }

        return await BeginAsync(start, definition, placeFree, cancellationToken);
    }

    private async Task<bool> BeginAsync(StepAction.Start start, StepDefinition definition, Action placeFree, CancellationToken cancellationToken)
    {
        var step = start.Step;
        var isPooled = services.Agents.Find(step.Agent) is IPooledAgent; // a worker has places of its own
        if (!isPooled && !services.Slots.TryEnter(step.Agent, placeFree))
        {
            state.Run.NextAction = $"start {StepResolver.NameOf(step)} as soon as {step.Agent} has a place; it has {services.Slots.PlacesOf(step.Agent)}";
            return false;
        }

        if (!isPooled)
        {
            _places.Add(step.Agent);
        }

        var prepared = await attempts.PrepareAsync(definition, step, start.Attempt, cancellationToken);
        var now = services.Time.GetUtcNow();
        var from = step.Status;
        var attempt = prepared.Attempt;
        if (from != StepStatus.Running)
        {
            step.MoveTo(StepStatus.Running, null, now);
            _events.Add(StepEvents.OfStep(step, from, $"Step {StepResolver.NameOf(step)} {(from == StepStatus.Pending ? "begins" : "goes on")}", start.Why, attempt: attempt));
        }

        _steps.Add(step);
        _events.Add(StepEvents.OfAttempt(
            step,
            attempt,
            null,
            $"Attempt {attempt.Number} of {StepResolver.NameOf(step)} begins with {attempt.Agent}",
            start.Why,
            EventLevel.Info,
            new Dictionary<string, object?>(StringComparer.Ordinal) { ["promptSha256"] = attempt.PromptHash }));
        if (prepared.Fault is { } fault)
        {
            if (!isPooled)
            {
                services.Slots.Leave(step.Agent);
                _places.Remove(step.Agent);
            }

            attempt.Error = new AgentError("cannot_begin", fault, Retryable: false);
            attempt.End(AttemptStatus.Failed, now);
            Move(step, StepStatus.Failed, fault, $"failed: {fault}", EventLevel.Error);
        }
        else if (isPooled)
        {
            _claims.Add(await ClaimOffers.MakeAsync(definition, step, attempt, prepared.Request!, now, cancellationToken));
            Block(step, BlockCause.Claim, ClaimOffers.Waits(definition, step, services.Cluster));
            prepared = prepared with { Request = null };
        }

        attempt.CachedAt = prepared.Cached?.CreatedAt;
        state.Attempts.Add(attempt);
        Begun.Add(new BegunAttempt(definition, step, prepared));
        return true;
    }

    private void Hand(StepAction.Hand hand)
    {
        var (step, definition) = (hand.Step, workflow.Step(hand.Step.StepId));
        var attempt = state.AttemptsOf(step).Last();
        attempt.Worker = hand.Claim.AgentId;
        services.Slots.Enter(attempt.Agent);
        _places.Add(attempt.Agent);
        Move(step, StepStatus.Running, null, $"goes on: {hand.Why}");
        Begun.Add(new BegunAttempt(definition, step, new PreparedAttempt(attempt, attempts.Reattach(definition, step, attempt), null)));
    }

    private async Task CompleteAsync(StepAction action, CancellationToken cancellationToken)
    {
        var (step, definition) = (action.Step, workflow.Step(action.Step.StepId));
        var asked = step.BlockedOn == BlockCause.Approval ? state.Approvals.Last(a => a.StepRunId == step.Id && !a.IsQuestion) : null;
        var (outputs, fault) = await CompletedOutputs.OfAsync(state, step, definition, asked, services.Store, cancellationToken);
        if (fault is not null)
        {
            Fail(step, fault);
            return;
        }

        step.Outputs = outputs;
        Move(step, StepStatus.Completed, action.Why, $"completed: {action.Why}");
        _checkpoints.Add(checkpoints.Mark(asked is null ? CheckpointType.Progress : CheckpointType.Decision, step, $"{StepResolver.NameOf(step)}: {action.Why}", asked?.DecidedBy));
    }

    private void Expand(StepAction.Expand expand)
    {
        Move(expand.Step, StepStatus.Running, null, $"begins: {expand.Why}");
        foreach (var item in StepItems.Make(expand.Step, expand.Items))
        {
            state.Add(item);
            _steps.Add(item);
        }
    }

    private async Task AskAsync(StepRun step, CancellationToken cancellationToken)
    {
        var (approval, fault) = await Questions.AskAsync(workflow.Step(step.StepId), step, cancellationToken);
        if (approval is null)
        {
            Fail(step, fault!);
            return;
        }

        Ask(step, approval, Asked.Waits(step, approval.Reviewers));
    }

    private void Ask(StepRun step, Approval approval, string why)
    {
        var from = step.Status;
        step.Block(BlockCause.Approval, why, until: null, services.Time.GetUtcNow());
        _steps.Add(step);
        _approvals.Add(approval);
        _events.Add(StepEvents.OfWait(step, from, approval, why));
    }

    private void Follow(StepAction.Follow follow)
    {
        follow.Step.ChosenBranch = follow.To ?? GraphPath.Done;
        _steps.Add(follow.Step);
        _events.Add(StepEvents.OfStep(follow.Step, follow.Step.Status, $"From {StepResolver.NameOf(follow.Step)} on to {follow.Step.ChosenBranch}", follow.Why));
        if (follow.NewVisit)
        {
            Visit(follow.To!, comment: null, follow.Why, from: null);
        }
    }

    private void Visit(string stepId, string? comment, string why, StepRun? from)
    {
        var latest = state.Latest(stepId)!;
        var step = RunFactory.Step(state.Run, workflow.Step(stepId), latest.Position, state.Run.AgentOverride, latest.Visit + 1, comment);
        state.Add(step);
        _steps.Add(step);
        _events.Add(StepEvents.OfStep(step, StepStatus.Pending, $"Step {stepId} is visited again, visit {step.Visit}: {why}", why));
        if (from is { ItemIndex: not null })
        {
            _events.Add(StepEvents.Note(state.Run, $"All items of {stepId} are done again, because one of them was sent back"));
        }
    }
}
