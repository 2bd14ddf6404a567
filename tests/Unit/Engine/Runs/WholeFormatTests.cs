using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>The kinds of steps of the whole format, through the executor.</summary>
public sealed class WholeFormatTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ForEach_Items_HaveTheirOwnFoldersAndGiveAList()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            inputs: {paths: {type: list, default: [src, tests]}}
            steps:
              - id: lint
                for_each: {in: inputs.paths, as: path}
                env: {PATH_ARG: "{{path}}"}
                run: echo "$PATH_ARG"
                outputs: [{name: said, type: string}]
              - id: after
                needs: [lint]
                when: length(steps.lint.outputs.said) == 2
                run: "true"
            """);
        bench.Agents.Shell.Automatic = r => FakeAgent.Success with { OutputText = r.Environment.GetValueOrDefault("PATH_ARG") };
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Equal(new List<object?> { "src", "tests" }, Assert.IsType<IReadOnlyList<object?>>(state.Latest("lint")!.Outputs["said"], exactMatch: false));
        Assert.Equal(StepStatus.Completed, state.Latest("after")!.Status);
        Assert.True(File.Exists(Path.Combine(run.Directory, "steps", "01_lint", "items", "src", "result.json")));
    }

    [Fact]
    public async Task Child_RunsAsItsOwnRunAndGivesItsOutputs()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            inputs: {issue: {type: string, default: nine}}
            steps:
              - id: child
                workflow: publish
                with: {what: inputs.issue}
                outputs: [{name: said, type: string, source: say.said}]
              - id: after
                needs: [child]
                env: {SAID: "{{steps.child.outputs.said}} by {{steps.child.outputs.run}}"}
                run: echo "$SAID"
            """);
        await bench.WriteWorkflowAsync("publish", """
            version: "1.0"
            name: publish
            inputs: {what: {type: string, required: true}}
            steps:
              - id: say
                env: {WHAT: "{{inputs.what}}"}
                run: echo "$WHAT"
                outputs: [{name: said, type: string}]
            """);
        await bench.Library.SyncAsync((await bench.Library.RepositoriesAsync(Stop)).Single(), Stop);
        bench.Agents.Shell.Automatic = r => FakeAgent.Success with { OutputText = r.Environment.GetValueOrDefault("WHAT") };
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Equal("nine by PUBLISH-1", bench.Agents.Shell.Begun.Last().Environment["SAID"]);
        var child = await bench.StateAsync(state.Latest("child")!.ChildRunId!.Value);
        Assert.Equal((run.Id, RunTrigger.Workflow, run.TraceId), (child.Run.ParentRunId, child.Run.Trigger, child.Run.TraceId));
    }

    [Fact]
    public async Task Child_CancelOfTheParent_CancelsBoth()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps: [{id: child, workflow: publish}]
            """);
        await bench.WriteWorkflowAsync("publish", """
            version: "1.0"
            name: publish
            steps: [{id: say, run: "true"}]
            """);
        await bench.Library.SyncAsync((await bench.Library.RepositoriesAsync(Stop)).Single(), Stop);
        var run = await bench.StartAsync();
        var work = bench.DeliverAsync();
        await bench.Agents.Shell.NextAsync();
        Assert.Equal(RunStatus.Waiting, (await bench.StateAsync(run.Id)).Run.Status);

        await bench.Service.CancelAsync(run.Id, "mara", Stop);
        await bench.Executor.ExecuteAsync(run.Id, Stop);
        await work;
        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Cancelled, state.Run.Status);
        Assert.Equal(RunStatus.Cancelled, (await bench.StateAsync(state.Latest("child")!.ChildRunId!.Value)).Run.Status);
    }

    [Fact]
    public async Task Child_ThatCallsItself_EndsWithAReason()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps: [{id: again, workflow: work}]
            """);
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var reason = (await bench.StateAsync(run.Id)).Run.StatusReason;
        Assert.Contains("does a workflow call itself?", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Graph_Loop_VisitsAgainInFoldersOfTheirOwn()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            type: graph
            steps:
              - id: test
                run: "true"
                outputs: [{name: verdict, type: string}]
                next: [{to: fix, when: "steps.test.outputs.verdict == 'bad'"}, {to: done}]
              - id: fix
                run: "true"
                next: [{to: test}]
            """);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success with { OutputText = bench.Agents.Shell.Begun.Count < 3 ? "bad" : "good" };
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Equal(["test", "fix", "test"], bench.Agents.Shell.Begun.Select(r => r.StepId));
        Assert.Equal(["fix", "done"], state.Steps.Where(s => string.Equals(s.StepId, "test", StringComparison.Ordinal)).OrderBy(s => s.Visit).Select(s => s.ChosenBranch));
        Assert.True(File.Exists(Path.Combine(run.Directory, "steps", "01_test", "visits", "2", "result.json")));
    }

    [Fact]
    public async Task Secrets_ReachTheStepThatNamesThemAndNothingElse()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            inputs: {token: {type: secret, default: DEPLOY_KEY}}
            steps:
              - {id: a, run: "true", secrets: [API_KEY]}
              - {id: b, needs: [a], run: "true", env: {SEEN: "{{inputs.token}}"}}
              - {id: c, needs: [b], run: "true"}
            """);
        bench.Secrets.Values["API_KEY"] = "api-key-value";
        bench.Secrets.Values["DEPLOY_KEY"] = "deploy-key-value";
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        var begun = bench.Agents.Shell.Begun.ToList();
        Assert.Equal("api-key-value", begun[0].Environment["API_KEY"]);
        Assert.Equal("deploy-key-value", begun[1].Environment["SEEN"]);
        Assert.Empty(begun[2].Environment);
        Assert.Equal(["api-key-value"], begun[0].Secrets);
        Assert.Equal([["API_KEY"], ["DEPLOY_KEY"], []], state.Attempts.OrderBy(a => a.StartedAt).Select(a => a.SecretNames.ToArray()));
        Assert.Equal("DEPLOY_KEY", state.Run.Inputs["token"]);
    }

    [Fact]
    public async Task Secrets_Missing_FailsTheRunBeforeAnythingBegins()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps: [{id: a, run: "true", secrets: [API_KEY]}]
            """);
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        Assert.Equal((RunStatus.Failed, "there is no secret 'API_KEY'"), ((await bench.StateAsync(run.Id)).Run.Status, (await bench.StateAsync(run.Id)).Run.StatusReason));
        Assert.Empty(bench.Agents.Shell.Begun);
    }

    [Fact]
    public async Task ExpectChanges_NothingChanged_Fails()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps: [{id: a, run: "true", expect_changes: true}]
            """);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();

        await bench.DeliverAsync();

        Assert.Equal("no_changes", Assert.Single((await bench.StateAsync(run.Id)).Attempts).Error?.Code);
    }

    [Fact]
    public async Task ChangeApproval_Always_AsksBeforeTheStepCounts()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps: [{id: a, run: "true", approval: always}]
            """);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();

        var approval = await bench.OpenApprovalAsync(run.Id);
        Assert.True(approval.IsForChanges);
        Assert.Equal("a changed 0 files (+0 -0). Keep the changes?", approval.Question);
        await bench.AnswerAsync(approval, ApprovalStatus.ChangesRequested, "once more");
        await bench.DeliverAsync();
        Assert.Equal(2, (await bench.StateAsync(run.Id)).Latest("a")!.Visit);
        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved);
        await bench.DeliverAsync();

        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
    }

    [Fact]
    public async Task Queue_PlacesAreTaken_OthersBeginInOrderOfPriorityAndTime()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps: [{id: a, run: "true"}]
            """);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        List<Run> runs = [];
        foreach (var priority in (int[])[0, 0, 0, 0, 0, 5])
        {
            runs.Add((await bench.Service.StartAsync(EngineBench.Request() with { Priority = priority }, Stop)).Run!);
        }

        Assert.Equal(0, await bench.Queries.QueuePositionAsync(runs[5].Id, Stop));
        Assert.Equal(1, await bench.Queries.QueuePositionAsync(runs[0].Id, Stop));

        await bench.DeliverAsync();
        Assert.All(runs, r => Assert.Equal(RunStatus.Completed, bench.Queries.GetAsync(r.Id, Stop).GetAwaiter().GetResult()!.Run.Status));
    }

    [Theory]
    [InlineData("queue", RunStatus.Completed, true)]
    [InlineData("cancel_running", RunStatus.Cancelled, true)]
    [InlineData("reject", RunStatus.Completed, false)]
    public async Task Group_Busy_DoesWhatItsRuleSays(string rule, RunStatus first, bool isStarted)
    {
        await using var bench = await EngineBench.CreateAsync($$$"""
            version: "1.0"
            name: work
            concurrency: {group: "deploy {{repository}}", when_busy: {{{rule}}}}
            steps: [{id: a, run: "true"}]
            """);
        var one = await bench.StartAsync();
        var work = bench.DeliverAsync();
        var request = await bench.Agents.Shell.NextAsync();

        var two = await bench.Service.StartAsync(EngineBench.Request(), Stop);
        Assert.Equal(isStarted, two.Run is not null);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        if (first == RunStatus.Completed)
        {
            bench.Agents.Shell.End(request, FakeAgent.Success);
        }

        await work;
        await bench.DeliverAsync();

        Assert.Equal(first, (await bench.StateAsync(one.Id)).Run.Status);
        if (two.Run is { } second)
        {
            Assert.Equal(RunStatus.Completed, (await bench.StateAsync(second.Id)).Run.Status);
        }
    }
}
