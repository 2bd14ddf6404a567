using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>A run without an executor: what a decision says is done to the rows at once, what the world answers is the test's to say.</summary>
internal sealed class PlayedRun
{
    private static readonly IReadOnlyDictionary<string, object?> None = new Dictionary<string, object?>(StringComparer.Ordinal);

    public PlayedRun(WorkflowDefinition workflow)
    {
        Workflow = workflow;
        var run = new Run
        {
            Id = EntityId.New<RunId>(),
            Key = "W-1",
            WorkflowVersionId = EntityId.New<WorkflowVersionId>(),
            Workflow = workflow.Name,
            WorkflowVersion = 1,
            RepositoryId = EntityId.New<RepositoryId>(),
            Repository = "shop",
            Inputs = Inputs,
            Trigger = RunTrigger.Api,
            StartedBy = "tester",
            Directory = "/runs/W-1",
            TraceId = new string('0', 31) + "1",
            CreatedAt = Now,
        };
        State = new RunState
        {
            Run = run,
            Version = new WorkflowVersion { Id = run.WorkflowVersionId, WorkflowId = EntityId.New<WorkflowId>(), Number = 1, Yaml = "", Sha256 = "", CreatedAt = Now },
            Repository = new Repository { Id = run.RepositoryId, Name = "shop", Path = "/shop", DefaultBranch = "main", CreatedAt = Now },
            Steps = RunFactory.Steps(run, workflow),
            Attempts = [],
        };
        run.MoveTo(RunStatus.Running, null, Now);
    }

    public WorkflowDefinition Workflow { get; }

    public RunState State { get; }

    public RunSignals Signals { get; set; } = new() { Wake = 1 };

    public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public RunEnd? Stop { get; set; }

    public Dictionary<string, object?> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Every attempt that was begun.</summary>
    public List<(StepRunId Step, int Number)> Begun { get; } = [];

    public IEnumerable<Attempt> Flying => State.Attempts.Where(a => a.Status == AttemptStatus.Running);

    public RunSnapshot Snapshot => new(Workflow, State, Signals with { Approvals = [.. State.Approvals] }, Model(), Now, Stop);

    public Decision Decide() => StepResolver.Next(Snapshot);

    public StepRun Step(string id) => State.Latest(id)!;

    /// <summary>Decides and does it, until nothing is left to do without the world.</summary>
    public Decision Settle()
    {
        while (true)
        {
            var decision = Decide();
            if (decision.Actions.Count == 0)
            {
                return decision;
            }

            Apply(decision);
        }
    }

    public void Apply(Decision decision)
    {
        foreach (var action in decision.Actions)
        {
            Apply(action);
        }

        if (Signals.StepsAllowed > 0)
        {
            Signals = Signals with { StepsAllowed = Signals.StepsAllowed - 1 };
        }
    }

    /// <summary>Ends the attempt that a step is at.</summary>
    public void End(string step, AttemptStatus status = AttemptStatus.Succeeded, AgentError? error = null, params (string Name, object? Value)[] outputs) =>
        End(Flying.Single(a => a.StepRunId == Step(step).Id), status, error, outputs);

    public void End(Attempt attempt, AttemptStatus status, AgentError? error = null, params (string Name, object? Value)[] outputs)
    {
        var step = State.Steps.Single(s => s.Id == attempt.StepRunId);
        var retry = Workflow.Step(step.StepId).Retry;
        var earlier = State.AttemptsOf(step).Skip(step.EarlierAttempts).ToList();
        attempt.Error = error;
        attempt.IsRateLimited = status == AttemptStatus.Failed && AttemptFollowUp.IsNamedRateLimit(retry, error, earlier.Count(a => a.IsRateLimited));
        attempt.End(status, Now);
        step.Outputs = outputs.ToDictionary(o => o.Name, o => o.Value, StringComparer.Ordinal);
        var next = AttemptFollowUp.Of(retry, earlier, Now, jitter: 0);
        if (next.Status == StepStatus.Blocked)
        {
            step.Block(next.Cause!.Value, "waits", next.At, Now);
        }
        else if (next.Status != StepStatus.Running)
        {
            step.MoveTo(next.Status, error?.Message, Now);
        }
    }

    /// <summary>Answers the question that a step asks.</summary>
    public void Answer(string step, ApprovalStatus status, string? comment = null) =>
        State.Approvals.Last(a => a.StepRunId == Step(step).Id).Decide(status, "mara", comment, None, Now);

    /// <summary>Ends the child run of a step run.</summary>
    public void EndChild(StepRun step, RunStatus status) => Signals = Signals with
    {
        Children = [.. Signals.Children.Where(c => c.Id != step.ChildRunId), new ChildRun(step.ChildRunId!.Value, "C-1", step.Id, status, null, null)],
    };

    private void Apply(StepAction action)
    {
        var step = action.Step;
        switch (action)
        {
            case StepAction.Start start:
                Begin(step, start.Attempt);
                break;
            case StepAction.Skip:
                step.MoveTo(StepStatus.Skipped, action.Why, Now);
                break;
            case StepAction.Fail:
                Running(step);
                step.MoveTo(StepStatus.Failed, action.Why, Now);
                break;
            case StepAction.Complete:
                if (step.BlockedOn == BlockCause.Approval)
                {
                    step.Outputs = StepOutputs.OfApproval(State.Approvals.Last(a => a.StepRunId == step.Id));
                }

                step.MoveTo(StepStatus.Completed, action.Why, Now);
                break;
            case StepAction.Expand expand:
                Running(step);
                foreach (var (item, index) in expand.Items.Select((v, i) => (v, i)))
                {
                    State.Add(Copy(step, step.Visit, step.Id, index, item));
                }

                break;
            case StepAction.Ask:
                Asked.Of(State, step, Workflow.Step(step.StepId).Approval!, "?", isForChanges: false, Now);
                step.Block(BlockCause.Approval, "asked", until: null, Now);
                break;
            case StepAction.Answer answer:
                answer.Approval.Decide(answer.Status, "deadline", null, None, Now);
                break;
            case StepAction.CallWorkflow:
                step.ChildRunId = EntityId.New<RunId>();
                step.Block(BlockCause.ChildRun, "called", until: null, Now);
                Signals = Signals with { Children = [.. Signals.Children, new ChildRun(step.ChildRunId.Value, "C-1", step.Id, RunStatus.Running, null, null)] };
                break;
            case StepAction.Follow follow:
                step.ChosenBranch = follow.To ?? "done";
                if (follow.NewVisit)
                {
                    Visit(follow.To!);
                }

                break;
            case StepAction.Visit:
                Visit(step.StepId);
                break;
        }
    }

    private void Visit(string step) => State.Add(Copy(Step(step), Step(step).Visit + 1, null, null, null));

    private void Running(StepRun step)
    {
        if (step.Status == StepStatus.Pending)
        {
            step.MoveTo(StepStatus.Running, null, Now);
        }
    }

    private void Begin(StepRun step, int number)
    {
        if (step.Status != StepStatus.Running)
        {
            step.MoveTo(StepStatus.Running, null, Now);
        }

        Begun.Add((step.Id, number));
        State.Attempts.Add(new Attempt
        {
            Id = EntityId.New<AttemptId>(),
            StepRunId = step.Id,
            RunId = State.Run.Id,
            Number = number,
            Agent = step.Agent,
            Directory = "/",
            PromptHash = "",
            StartedAt = Now,
        });
    }

    private StepRun Copy(StepRun step, int visit, StepRunId? parent, int? index, object? item) => new()
    {
        Id = EntityId.New<StepRunId>(),
        RunId = State.Run.Id,
        StepId = step.StepId,
        Name = step.Name,
        Position = step.Position,
        Visit = visit,
        Agent = step.Agent,
        Needs = step.Needs,
        ParentId = parent,
        ItemIndex = index,
        Item = item,
    };

    private Dictionary<string, object?> Model() => new(StringComparer.Ordinal)
    {
        ["inputs"] = Inputs,
        ["steps"] = Workflow.Steps.ToDictionary(
            s => s.Id,
            object? (s) => new Dictionary<string, object?>(StringComparer.Ordinal) { ["status"] = Step(s.Id).Status.ToString(), ["outputs"] = Step(s.Id).Outputs },
            StringComparer.Ordinal),
    };
}
