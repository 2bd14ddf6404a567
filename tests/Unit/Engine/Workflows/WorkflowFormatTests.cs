using Signalbox.Engine.Workflows;
using static Signalbox.Unit.Engine.Workflows.WorkflowText;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary>Whole files that use the format, and what they are read as.</summary>
public sealed class WorkflowFormatTests
{
    /// <summary>A file with every section and nearly every key.</summary>
    internal const string Page = """
        # yaml-language-server: $schema=http://localhost:5080/schemas/workflow.json
        version: "1.0"
        name: plan-and-implement
        title: Plan and implement
        key: DOC
        description: Plans a change, asks a person, implements it and proves it.
        type: simple
        tags: [docs]
        metadata: {owner: platform}
        repositories: [web]
        inputs:
          issue:   {type: string, required: true, description: What to change, max_length: 4000}
          dry_run: {type: boolean, default: false}
          level:   {type: choice, options: [low, high], default: low}
          count:   {type: integer, min: 1, max: 20, default: 3}
          paths:   {type: list, default: [src, tests]}
          notes:   {type: text}
          ratio:   {type: number, min: 0, max: 1, default: 0.5}
          ticket:  {type: string, pattern: "[A-Z]+-[0-9]+", min_length: 3}
          patch:   {type: file, max_bytes: 100000}
          token:   {type: secret, default: DEPLOY_TOKEN}
        env: {CI: "1"}
        defaults: {agent: claude, model: m-1, timeout_seconds: 300, retry: {max_attempts: 2, backoff: linear, delay_seconds: 5}}
        concurrency: {max_parallel: 4, group: "{{repository}}-{{inputs.level}}", when_busy: cancel_running}
        limits: {max_cost_usd: 5, max_duration_minutes: 120}
        schedule:
          - {cron: "0 6 * * 1-5", time_zone: Europe/Berlin, inputs: {issue: nightly, count: 2, paths: [src]}}
          - {cron: "*/15 * * * *", inputs: {issue: 42}, misfire: skip}
        steps:
          - id: plan
            name: Plan the change
            prompt: |
              Plan {{inputs.issue}}. Write plan.md. {{messages}}
            acceptance_criteria: [It is short., It names every file.]
            done_when: The plan is written.
            iterate: {max: 3, until: done_when}
            informs: [implement]
            priority: 10
            outputs:
              - {name: plan, type: file, source: plan.md}
              - {name: verdict, type: string, source: verdict}
          - id: review
            approval: {question: "Go ahead with {{steps.plan.outputs.plan}}?", reviewers: [lead], deadline_minutes: 60, on_deadline: approve, form: {reason: {type: text, required: true}}}
            needs: [plan]
          - id: implement
            needs: [review]
            when: steps.plan.outputs.verdict == 'go' && !inputs.dry_run
            with: {spec: steps.plan.outputs.plan}
            agent: {provider: codex, options: {effort: high}}
            prompt: "Implement this plan:\n{{with.spec}}\n{{steps.review.outputs.reason}}"
            timeout_seconds: 1800
            retry: {max_attempts: 3, backoff: exponential, delay_seconds: 10, max_delay_seconds: 300, on: [error, timeout, rate_limit, interrupted]}
            verify: {run: dotnet test, timeout_seconds: 600}
            expect_changes: true
            approval: always
            repository: web
            secrets: [DEPLOY_TOKEN, token]
          - id: lint
            needs: [implement]
            for_each: {in: inputs.paths, as: path, max_parallel: 2}
            run: ./lint.sh "$PATH_ARG"
            env: {PATH_ARG: "{{path}}"}
            continue_on_error: true
            output_key: said
          - id: ask
            needs: [plan]
            agent: claude
            prompt: Anything else?
          - id: child
            needs: [lint]
            when: always()
            workflow: publish
            with: {issue: inputs.issue, dry: "true"}
            outputs: [{name: url, type: string, source: upload.url}]
        """;

    internal const string Graph = """
        version: "1.0"
        name: test-and-fix
        type: graph
        steps:
          - id: test
            run: ./test.sh
            outputs: [{name: ok, type: string, source: ok}]
            max_visits: 4
            next: [{to: fix, when: steps.test.outputs.ok == false}, {to: done}]
          - id: fix
            prompt: "Fix it. {{steps.fix.status}}"
            agent: codex
            next: [{to: test}]
        """;

    [Fact]
    public void Parse_Page_ReadsTheSections()
    {
        var workflow = Valid(Page);

        Assert.Equal(["web"], workflow.Repositories);
        Assert.Equal(new ConcurrencyDefinition { MaxParallel = 4, Group = "{{repository}}-{{inputs.level}}", WhenBusy = WhenBusy.CancelRunning }, workflow.Concurrency);
        Assert.Equal(new LimitsDefinition(5m, TimeSpan.FromHours(2)), workflow.Limits);
        Assert.Equal(
            [("0 6 * * 1-5", "Europe/Berlin", """{"count":2,"issue":"nightly","paths":["src"]}""", ScheduleMisfire.RunOnce), ("*/15 * * * *", "UTC", """{"issue":"42"}""", ScheduleMisfire.Skip)],
            workflow.Schedule.Select(s => (s.Cron, s.TimeZone, PlainValue.ToJson(s.Inputs), s.Misfire)));
        Assert.Equal("""["src","tests"]""", PlainValue.ToJson(workflow.Inputs[4].Default));
        Assert.Equal((0.0, 1.0, 0.5), (workflow.Inputs[6].MinNumber, workflow.Inputs[6].MaxNumber, workflow.Inputs[6].Default));
        Assert.Equal(("[A-Z]+-[0-9]+", 3, 100_000, "DEPLOY_TOKEN"), (workflow.Inputs[7].Pattern, workflow.Inputs[7].MinLength, workflow.Inputs[8].MaxBytes, workflow.Inputs[9].Default));
    }

    [Fact]
    public void Parse_Page_ReadsTheSteps()
    {
        var workflow = Valid(Page);
        var (plan, review, implement, lint, child) = (workflow.Step("plan"), workflow.Step("review"), workflow.Step("implement"), workflow.Step("lint"), workflow.Step("child"));

        Assert.Equal((StepKind.Agent, "claude", "m-1", 10, "The plan is written."), (plan.Kind, plan.Agent, plan.Model, plan.Priority, plan.DoneWhen));
        Assert.Equal((new IterateDefinition(3, IterateUntil.DoneWhen), 2), (plan.Iterate, plan.AcceptanceCriteria.Count));
        Assert.Equal(["implement"], plan.Informs);
        Assert.Equal((2, RetryBackoff.Linear, 5.0), (plan.Retry.MaxAttempts, plan.Retry.Backoff, plan.Retry.Delay.TotalSeconds));

        Assert.Equal((StepKind.Approval, TimeSpan.FromHours(1), ApprovalDeadlineRule.Approve), (review.Kind, review.Approval!.Deadline, review.Approval.OnDeadline));
        Assert.Equal(("reason", "lead"), (review.Approval.Form.Single().Name, review.Approval.Reviewers.Single()));

        // another agent than the default one does not get the default model
        Assert.Equal(("codex", null, "high"), (implement.Agent, implement.Model, implement.AgentOptions["effort"]));
        Assert.Equal("m-1", workflow.Step("ask").Model);
        Assert.Equal("steps.plan.outputs.verdict == 'go' && !inputs.dry_run", implement.When!.Text);
        Assert.Equal("steps.plan.outputs.plan", implement.With["spec"].Text);
        Assert.Equal((new VerifyDefinition("dotnet test", TimeSpan.FromMinutes(10)), true, ChangeApproval.Always, "web"), (implement.Verify, implement.ExpectChanges, implement.ChangeApproval, implement.Repository));
        Assert.Equal(["DEPLOY_TOKEN", "token"], implement.Secrets);
        Assert.Equal((3, RetryBackoff.Exponential, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5), 4), (implement.Retry.MaxAttempts, implement.Retry.Backoff, implement.Retry.Delay, implement.Retry.MaxDelay, implement.Retry.On.Count));

        Assert.Equal(("inputs.paths", "path", 2), (lint.ForEach!.In.Text, lint.ForEach.As, lint.ForEach.MaxParallel));
        Assert.Equal((StepKind.Workflow, "publish", "upload.url"), (child.Kind, child.Workflow, child.Outputs.Single().Source));
        Assert.True(child.When!.AsksStatus);
    }

    [Fact]
    public void Parse_Graph_IsAGraph()
    {
        var workflow = Valid(Graph);

        Assert.Equal((WorkflowType.Graph, 4), (workflow.Type, workflow.Step("test").MaxVisits));
        Assert.Equal("fix-", string.Join('-', workflow.Step("test").Next.Select(e => e.To)));
    }

    [Fact]
    public void Parse_LongestDelayNotWritten_IsNotBelowTheDelay() =>
        Assert.Equal(TimeSpan.FromMinutes(10), Valid(Head + "steps:\n  - {id: a, run: ls, retry: {delay_seconds: 600}}\n").Steps[0].Retry.MaxDelay);
}
