using Signalbox.Engine.Agents;
using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.StateMachines;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.StateMachines;

public sealed class TransitionTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<RunStatus, RunStatus, bool> RunPairs => Matrix.Pairs<RunStatus>(Matrix.Run);

    public static TheoryData<StepStatus, StepStatus, bool> StepPairs => Matrix.Pairs<StepStatus>(Matrix.Step);

    public static TheoryData<AttemptStatus, AttemptStatus, bool> AttemptPairs => Matrix.Pairs<AttemptStatus>(Matrix.Attempt);

    public static TheoryData<AgentStatus, AgentStatus, bool> AgentPairs => Matrix.Pairs<AgentStatus>(Matrix.Agent);

    public static TheoryData<WorkspaceStatus, WorkspaceStatus, bool> WorkspacePairs => Matrix.Pairs<WorkspaceStatus>(Matrix.Workspace);

    [Theory]
    [MemberData(nameof(RunPairs))]
    public void RunMoveTo_EachPair_FollowsTheDesign(RunStatus from, RunStatus to, bool legal)
    {
        var run = NewRun();
        foreach (var status in Matrix.WayTo(Matrix.Run, RunStatus.Pending, from))
        {
            run.MoveTo(status, reason: null, Begin);
        }

        Expect(legal, "Run", from, to, () => run.MoveTo(to, "because", Begin), () => run.Status);
        Assert.Equal(legal ? "because" : null, run.StatusReason);
    }

    [Theory]
    [MemberData(nameof(StepPairs))]
    public void StepRunMoveTo_EachPair_FollowsTheDesign(StepStatus from, StepStatus to, bool legal)
    {
        var step = NewStep();
        foreach (var status in Matrix.WayTo(Matrix.Step, StepStatus.Pending, from))
        {
            step.MoveTo(status, reason: null, Begin);
        }

        Expect(legal, "StepRun", from, to, () => step.MoveTo(to, "because", Begin), () => step.Status);
        Assert.Equal(legal ? "because" : null, step.StatusReason);
    }

    [Theory]
    [MemberData(nameof(AttemptPairs))]
    public void AttemptEnd_EachPair_FollowsTheDesign(AttemptStatus from, AttemptStatus to, bool legal)
    {
        var attempt = NewAttempt();
        foreach (var status in Matrix.WayTo(Matrix.Attempt, AttemptStatus.Running, from))
        {
            attempt.End(status, Begin);
        }

        Expect(legal, "Attempt", from, to, () => attempt.End(to, Begin), () => attempt.Status);
    }

    [Theory]
    [MemberData(nameof(WorkspacePairs))]
    public void WorkspaceMoveTo_EachPair_FollowsTheDesign(WorkspaceStatus from, WorkspaceStatus to, bool legal)
    {
        var workspace = NewWorkspace();
        foreach (var status in Matrix.WayTo(Matrix.Workspace, WorkspaceStatus.Active, from))
        {
            workspace.MoveTo(status, "as the test wants", DateTimeOffset.UnixEpoch);
        }

        Expect(legal, "Workspace", from, to, () => workspace.MoveTo(to, "as the test wants", DateTimeOffset.UnixEpoch), () => workspace.Status);
    }

    [Theory]
    [MemberData(nameof(AgentPairs))]
    [Trait("Spec2", "Agent, State Transitions")]
    [Trait("Spec2", "Data Integrity: Status transitions must follow defined state machines")]
    public void AgentTable_EachPair_FollowsTheDesign(AgentStatus from, AgentStatus to, bool legal)
    {
        var status = from;
        void Move()
        {
            AgentTransitions.Table.Check(from, to);
            status = to;
        }

        Expect(legal, "Agent", from, to, Move, () => status);
        Assert.Equal(legal, AgentTransitions.Table.Allows(from, to));
    }

    [Fact]
    public void Tables_Moves_AreNamedOnceAndSayWhen()
    {
        foreach (ITransitionTable table in new ITransitionTable[] { RunTransitions.Run, RunTransitions.Step, RunTransitions.Attempt, AgentTransitions.Table, WorkspaceTransitions.Table, AgentSessionTransitions.Table, LearningTransitions.Table, FeatureTransitions.Table })
        {
            Assert.Equal(table.Moves.Count, table.Moves.Select(m => (m.From, m.To)).Distinct().Count());
            Assert.All(table.Moves, m => Assert.False(string.IsNullOrWhiteSpace(m.When)));
        }
    }

    [Fact]
    public void RunMoveTo_ResumedAfterFailure_KeepsItsStartAndForgetsItsEnd()
    {
        var run = NewRun();
        run.MoveTo(RunStatus.Running, reason: null, Begin);
        run.MoveTo(RunStatus.Failed, "step plan failed", Begin.AddMinutes(1));
        Assert.Equal(Begin.AddMinutes(1), run.EndedAt);

        run.MoveTo(RunStatus.Running, "resumed", Begin.AddMinutes(2));

        Assert.Equal(Begin, run.StartedAt);
        Assert.Null(run.EndedAt);
        Assert.False(run.HasEnded);
    }

    [Fact]
    public void StepRunMoveTo_Skipped_HasEndedWithoutHavingBegun()
    {
        var step = NewStep();

        step.MoveTo(StepStatus.Skipped, "plan failed", Begin);

        Assert.True(step.HasEnded);
        Assert.Null(step.StartedAt);
        Assert.Equal(Begin, step.EndedAt);
    }

    private static void Expect<TState>(bool legal, string machine, TState from, TState to, Action move, Func<TState> status)
        where TState : struct, Enum
    {
        Assert.Equal(from, status());
        if (legal)
        {
            move();
            Assert.Equal(to, status());
        }
        else
        {
            var fault = Assert.Throws<IllegalTransitionException>(move);
            Assert.Equal($"{machine}: {from} -> {to} is not a legal transition", fault.Message);
            Assert.Equal(from, status());
        }
    }

    private static Run NewRun() => new()
    {
        Id = EntityId.New<RunId>(),
        Key = "DOC-1",
        WorkflowVersionId = EntityId.New<WorkflowVersionId>(),
        Workflow = "plan",
        WorkflowVersion = 1,
        RepositoryId = EntityId.New<RepositoryId>(),
        Repository = "web",
        Inputs = new Dictionary<string, object?>(StringComparer.Ordinal),
        Trigger = RunTrigger.CommandLine,
        StartedBy = "tester",
        Directory = "/runs/DOC-1",
        TraceId = new string('a', 32),
        CreatedAt = Begin,
    };

    private static StepRun NewStep() => new()
    {
        Id = EntityId.New<StepRunId>(),
        RunId = EntityId.New<RunId>(),
        StepId = "plan",
        Name = "Plan",
        Position = 1,
        Visit = 1,
        Agent = "shell",
        Needs = [],
    };

    private static Attempt NewAttempt() => new()
    {
        Id = EntityId.New<AttemptId>(),
        StepRunId = EntityId.New<StepRunId>(),
        RunId = EntityId.New<RunId>(),
        Number = 1,
        Agent = "shell",
        Directory = "/runs/DOC-1/steps/01_plan",
        PromptHash = new string('0', 64),
        StartedAt = Begin,
    };

    private static Workspace NewWorkspace() => new()
    {
        Id = EntityId.New<WorkspaceId>(),
        RunId = EntityId.New<RunId>(),
        RepositoryId = EntityId.New<RepositoryId>(),
        Path = "/runs/DOC-1/workspace",
        Branch = "signalbox/DOC-1",
        BaseCommit = new string('0', 40),
        CreatedAt = Begin,
    };
}
