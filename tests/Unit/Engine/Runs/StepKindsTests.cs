using Signalbox.Engine.Agents;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;
using static Signalbox.Unit.Engine.Runs.Steps;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Items, questions, child runs, graphs and repetitions, as the resolver sees them.</summary>
public sealed class StepKindsTests
{
    private static readonly AgentError Fault = new("exit_code", "exit 1", Retryable: true);

    [Fact]
    public void ForEach_List_RunsItsItemsWithinTheirPlacesAndCompletesWithTheLast()
    {
        var run = Play(Step("lint") with { ForEach = new(When("inputs.paths"), "path", 2) }, Step("after", "lint"));
        run.Inputs["paths"] = new List<object?> { "src", "tests", "docs" };

        run.Settle();
        Assert.Equal(2, run.Flying.Count());

        foreach (var attempt in run.Flying.ToList())
        {
            run.End(attempt, AttemptStatus.Succeeded);
        }

        run.Settle();
        run.End(Assert.Single(run.Flying), AttemptStatus.Succeeded);
        Assert.Equal(["after"], Next(run).Started());
        Assert.Equal((StepStatus.Completed, "all 3 items completed"), (run.Step("lint").Status, run.Step("lint").StatusReason));
    }

    [Fact]
    public void ForEach_ItemFails_OthersGoOnAndTheStepSaysWhich()
    {
        var run = Play(Step("lint") with { ForEach = new(When("inputs.paths"), "path", null) });
        run.Inputs["paths"] = new List<object?> { "src", "tests" };
        run.Settle();

        run.End(run.Flying.First(), AttemptStatus.Failed, Fault);
        run.Settle();
        run.End(Assert.Single(run.Flying), AttemptStatus.Succeeded);

        Assert.Equal(RunStatus.Failed, run.Settle().End?.Status);
        Assert.Equal("1 of 2 items failed: src", run.Step("lint").StatusReason);
    }

    [Theory]
    [InlineData("x", "for_each: `inputs.paths` is not a list")]
    [InlineData(null, "for_each: `inputs.paths` is not a list")]
    public void ForEach_NoList_Fails(string? value, string reason)
    {
        var run = Play(Step("lint") with { ForEach = new(When("inputs.paths"), "path", null) });
        run.Inputs["paths"] = value;

        Assert.Equal(RunStatus.Failed, run.Settle().End?.Status);
        Assert.Equal(reason, run.Step("lint").StatusReason);
    }

    [Fact]
    public void ForEach_EmptyList_Completes()
    {
        var run = Play(Step("lint") with { ForEach = new(When("inputs.paths"), "path", null) });
        run.Inputs["paths"] = new List<object?>();

        Assert.Equal(RunStatus.Completed, run.Settle().End?.Status);
    }

    [Theory]
    [InlineData(ApprovalStatus.Approved, RunStatus.Completed)]
    [InlineData(ApprovalStatus.Rejected, RunStatus.Failed)]
    public void Approval_Answered_MovesTheStepOn(ApprovalStatus answer, RunStatus end)
    {
        var run = Play(Approval("ask"));
        Assert.Null(run.Settle().End);
        Assert.Equal(StepStatus.Blocked, run.Step("ask").Status);

        run.Answer("ask", answer);

        Assert.Equal(end, run.Settle().End?.Status);
    }

    [Theory]
    [InlineData(ApprovalDeadlineRule.Fail, RunStatus.Failed, ApprovalStatus.Expired)]
    [InlineData(ApprovalDeadlineRule.Approve, RunStatus.Completed, ApprovalStatus.Approved)]
    [InlineData(ApprovalDeadlineRule.Wait, null, ApprovalStatus.Open)]
    public void Approval_DeadlinePasses_ItsRuleDecides(ApprovalDeadlineRule rule, RunStatus? end, ApprovalStatus status)
    {
        var run = Play(Approval("ask") with { Approval = new ApprovalDefinition { Question = "?", Deadline = TimeSpan.FromMinutes(60), OnDeadline = rule } });
        var waiting = run.Settle();
        Assert.Equal(rule == ApprovalDeadlineRule.Wait ? null : run.Now.AddMinutes(60), waiting.Until);

        run.Now = run.Now.AddMinutes(60);

        Assert.Equal(end, run.Settle().End?.Status);
        Assert.Equal(status, Assert.Single(run.State.Approvals).Status);
    }

    [Fact]
    public void Approval_ChangesRequested_VisitsTheWorkAgainAndAsksAgain()
    {
        var run = Play(Step("work"), Approval("ask", "work"), Step("after", "ask"));
        run.Settle();
        run.End("work");
        run.Settle();

        run.Answer("ask", ApprovalStatus.ChangesRequested, "shorter, please");
        run.Settle();
        Assert.Equal((2, StepStatus.Running), (run.Step("work").Visit, run.Step("work").Status));
        Assert.Equal(StepStatus.Pending, run.Step("after").Status);

        run.End("work");
        run.Settle();
        Assert.Equal(2, run.State.Approvals.Count);
        run.Answer("ask", ApprovalStatus.Approved);
        Assert.Equal(["after"], Next(run).Started());
    }

    [Theory]
    [InlineData(RunStatus.Completed, RunStatus.Completed)]
    [InlineData(RunStatus.Failed, RunStatus.Failed)]
    [InlineData(RunStatus.Cancelled, RunStatus.Failed)]
    public void Child_Ends_MovesTheStepOn(RunStatus child, RunStatus end)
    {
        var run = Play(Child("call"));
        Assert.Null(run.Settle().End);

        run.EndChild(run.Step("call"), child);

        Assert.Equal(end, run.Settle().End?.Status);
    }

    [Fact]
    public void Graph_LoopsUntilItsConditionHolds()
    {
        var run = Graph(
            Step("test") with { Next = [To("fix", "steps.test.outputs.ok == false"), To("end")] },
            Step("fix") with { Next = [To("test")] },
            Step("end"));
        run.Settle();
        run.End("test", outputs: ("ok", false));
        run.Settle();
        run.End("fix");
        run.Settle();
        Assert.Equal(2, run.Step("test").Visit);
        run.End("test", outputs: ("ok", true));
        run.Settle();
        run.End("end");

        Assert.Equal(RunStatus.Completed, run.Settle().End?.Status);
        Assert.Equal(["test", "fix", "test", "end"], run.Begun.Select(b => run.State.Steps.Single(s => s.Id == b.Step).StepId));
    }

    [Fact]
    public void Graph_MaxVisits_EndsTheRunAndSaysWhich()
    {
        var run = Graph(Step("a") with { Next = [To("b")] }, Step("b") with { Next = [To("a")], MaxVisits = 2 });
        for (var i = 0; i < 5; i++)
        {
            run.Settle();
            if (run.Flying.SingleOrDefault() is { } attempt)
            {
                run.End(attempt, AttemptStatus.Succeeded);
            }
        }

        Assert.Equal(new RunEnd(RunStatus.Failed, "step b was visited 2 times, which is its max_visits, and would be visited again"), run.Settle().End);
    }

    [Fact]
    public void Graph_Failure_FollowsOnlyAnEdgeThatAsksForIt()
    {
        var run = Graph(Step("a") with { Next = [To("b"), To("mend", "failure()")] }, Step("b"), Step("mend"));
        run.Settle();
        run.End("a", AttemptStatus.Failed, Fault);
        run.Settle();
        run.End("mend");

        Assert.Equal(RunStatus.Completed, run.Settle().End?.Status);
        Assert.Equal(StepStatus.Pending, run.Step("b").Status);
    }

    [Theory]
    [InlineData(AttemptFollowUp.NotVerified, IterateUntil.Verify)]
    [InlineData(AttemptFollowUp.NotDone, IterateUntil.DoneWhen)]
    public void Iterate_NotYet_VisitsAgainUpToItsMost(string code, IterateUntil until)
    {
        var run = Play(Step("a") with { Iterate = new(3, until) }, Step("b", "a"));
        for (var visit = 1; visit <= 3; visit++)
        {
            run.Settle();
            Assert.Equal(visit, run.Step("a").Visit);
            run.End("a", AttemptStatus.Failed, new AgentError(code, "not yet", Retryable: false));
        }

        Assert.Equal(RunStatus.Failed, run.Settle().End?.Status);
        Assert.Equal(StepStatus.Skipped, run.Step("b").Status);
    }

    [Fact]
    public void Iterate_Holds_GoesOn()
    {
        var run = Play(Step("a") with { Iterate = new(3, IterateUntil.Verify) }, Step("b", "a"));
        run.Settle();
        run.End("a", AttemptStatus.Failed, new AgentError(AttemptFollowUp.NotVerified, "exit 1", Retryable: false));
        run.Settle();
        run.End("a");

        Assert.Equal(["b"], Next(run).Started());
    }

    /// <summary>The next decision that begins something.</summary>
    private static Decision Next(PlayedRun run)
    {
        while (true)
        {
            var decision = run.Decide();
            if (decision.Actions.Count == 0 || decision.Actions.Any(a => a is StepAction.Start))
            {
                return decision;
            }

            run.Apply(decision);
        }
    }
}
