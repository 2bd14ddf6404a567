using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Runs.Export;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workflows;
using Signalbox.Unit.Engine.Runs.Export;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>Steps that coordinators add to a run (design/agents.md, "Coordinators may also create plan steps in a run").</summary>
public sealed class AddedStepsRunTests
{
    private const string Two = """
        version: "1.0"
        name: work
        steps:
          - {id: a, run: "true"}
          - {id: b, needs: [a], run: "true"}
        """;

    private const string Check = "steps: [{id: check, needs: [a], run: make check}]";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Spec3", "Coordinators create plan steps")]
    public async Task Add_WhileAStepIsAtWork_LetsItWorkOnAndDoesTheNewOneToo()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var run = await bench.StartAsync();
        var work = bench.DeliverAsync();
        var first = await bench.Agents.Shell.NextAsync();

        var added = await bench.Service.AddStepsAsync(run.Id, Check, "anna", Stop);

        Assert.Equal(["check"], added.Steps);
        Assert.Equal(["a", "b", "check"], (await bench.StateAsync(run.Id)).Steps.Select(s => s.StepId));
        var again = await bench.Agents.Shell.NextAsync();
        Assert.Equal((first.AttemptId, true), (again.AttemptId, again.Reattach));
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        bench.Agents.Shell.End(again, FakeAgent.Success);
        await work;

        var state = await bench.StateAsync(run.Id);
        Assert.Equal(RunStatus.Completed, state.Run.Status);
        Assert.Equal([("a", 1), ("b", 2), ("check", 3)], state.Steps.Select(s => (s.StepId, s.Position)));
        Assert.All(state.Steps, s => Assert.Equal((StepStatus.Completed, 1), (s.Status, state.AttemptsOf(s).Count())));
        Assert.Equal(first.Epoch, state.Run.Epoch);
        var events = await bench.EventsAsync(run.Id);
        var said = Assert.Single(events, e => e.Message is "1 step was added by anna: check");
        Assert.Equal("anna", said.Data["by"]);
        Assert.DoesNotContain(events, e => e.Message.StartsWith("Taken", StringComparison.Ordinal));
        Assert.Equal(state.Version.Yaml, await File.ReadAllTextAsync(RunFolder.Snapshot(state.Run), Stop));
        Assert.Contains("make check", state.Version.Yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_WhileTheOnlyPlaceOfTheAgentIsTaken_GivesItToNobodyElse()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var slots = new AgentSlots(1);
        var active = new ActiveRuns();
        var run = await bench.StartAsync();
        var work = bench.AnotherServer(slots: slots, active: active).ExecuteAsync(run.Id, Stop);
        await bench.Agents.Shell.NextAsync();
        var isTold = false;
        Assert.False(slots.TryEnter("shell", () => isTold = true));

        Assert.Equal(["check"], (await bench.Service.AddStepsAsync(run.Id, Check, "anna", Stop)).Steps);
        active.Signal(run.Id, (await bench.StateAsync(run.Id)).Run.Wake);
        var again = await bench.Agents.Shell.NextAsync();

        Assert.Equal((true, false), (again.Reattach, isTold));
        Assert.False(slots.TryEnter("shell", () => { }));
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        bench.Agents.Shell.End(again, FakeAgent.Success);
        await work.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        Assert.True(slots.TryEnter("shell", () => { })); // and it is given back in the end
    }

    [Fact]
    public async Task Add_ToARunThatOnlyWaits_WakesIt()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - {id: ask, approval: {question: Go on?}}
            """);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Waiting, (await bench.StateAsync(run.Id)).Run.Status);

        Assert.NotNull((await bench.Service.AddStepsAsync(run.Id, "steps:\n  - {id: side, run: ls}\n  - {id: after, needs: [ask], run: ls}\n", "anna", Stop)).Run);
        await bench.DeliverAsync();
        Assert.Equal(StepStatus.Completed, (await bench.StateAsync(run.Id)).Latest("side")!.Status);

        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved);
        await bench.DeliverAsync();
        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Completed, StepStatus.Completed), (state.Run.Status, state.Latest("after")!.Status));
    }

    [Fact]
    public async Task Add_BeforeTheRunBegins_IsAPartOfIt()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();

        Assert.NotNull((await bench.Service.AddStepsAsync(run.Id, Check, "anna", Stop)).Run);
        await bench.DeliverAsync();

        Assert.Equal(3, bench.Agents.Shell.Begun.Count);
    }

    [Fact]
    public async Task Add_InTheMomentInWhichTheRunEnds_IsDoneFirst()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        var store = new FaultyStore(bench.Store);
        var isAdded = false;
        store.BeforeSave = async save =>
        {
            if (save.Run.HasEnded && !isAdded)
            {
                isAdded = true;
                Assert.NotNull((await bench.Service.AddStepsAsync(run.Id, Check, "anna", Stop)).Run);
            }
        };

        await bench.AnotherServer(store).ExecuteAsync(run.Id, Stop);

        var state = await bench.StateAsync(run.Id);
        Assert.True(isAdded);
        Assert.Equal((RunStatus.Completed, StepStatus.Completed), (state.Run.Status, state.Latest("check")!.Status));
        Assert.Single(await bench.EventsAsync(run.Id), e => e.Transition is "Running -> Completed" && e.StepId is null);
    }

    [Fact]
    public async Task Add_AtOnceByMany_TakesAllOfThem()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => bench.Service.AddStepsAsync(run.Id, $"steps: [{{id: s{i}, run: ls}}]", "anna", Stop)));
        await bench.DeliverAsync();

        Assert.All(results, r => Assert.NotNull(r.Run));
        var state = await bench.StateAsync(run.Id);
        Assert.Equal(8, state.Run.Additions);
        Assert.Equal(Enumerable.Range(1, 10), state.Steps.Select(s => s.Position));
        Assert.Equal(WorkflowParser.Parse(state.Version.Yaml, "work").Definition!.Steps.Select(s => s.Id), state.Steps.Select(s => s.StepId));
        Assert.All(state.Steps, s => Assert.Equal(StepStatus.Completed, s.Status));
    }

    [Fact]
    public async Task Add_WhatIsNotValid_SaysAllOfItAndChangesNothing()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var run = await bench.StartAsync();

        var result = await bench.Service.AddStepsAsync(run.Id, "steps:\n  - {id: a, run: ls}\n  - {id: n, needs: [z], prompt: x, agent: nobody}\n", "anna", Stop);

        Assert.Equal(["steps:2:10: error duplicate-name: Two steps have the id 'a'; the run has the other already.", "steps:3:21: error unknown-step: There is no step 'z' to wait for; did you mean 'a'?"], result.Invalid!.Where(d => d.Code is not "unknown-agent").Select(d => d.ToString()));
        Assert.Single(result.Invalid!, d => d is { Line: 3, Code: "unknown-agent" });
        var state = await bench.StateAsync(run.Id);
        Assert.Equal((2, 0, null), (state.Steps.Count, state.Run.Additions, state.Run.Definition));
    }

    [Fact]
    public async Task Add_WithAnAgentThatIsNotThereOrASecretThatIsNot_IsRefusedAtOnce()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var run = await bench.StartAsync();

        Assert.Contains("step n needs claude: not on the PATH", (await bench.Service.AddStepsAsync(run.Id, "steps: [{id: n, prompt: x, agent: claude}]", "anna", Stop)).Refused, StringComparison.Ordinal);
        Assert.Contains("'NOPE'", (await bench.Service.AddStepsAsync(run.Id, "steps: [{id: n, run: ls, secrets: [NOPE]}]", "anna", Stop)).Refused, StringComparison.Ordinal);
        Assert.Contains("there is no run", (await bench.Service.AddStepsAsync(Signalbox.Engine.Identity.EntityId.New<Signalbox.Engine.Identity.RunId>(), Check, "anna", Stop)).NotFound, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_ToARunThatHasEndedOrIsBeingCancelled_IsRefused()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var run = await bench.StartAsync();
        var work = bench.DeliverAsync();
        await bench.Agents.Shell.NextAsync();
        await bench.Service.CancelAsync(run.Id, "mara", Stop);

        var during = await bench.Service.AddStepsAsync(run.Id, Check, "anna", Stop);
        await work;
        var after = await bench.Service.AddStepsAsync(run.Id, Check, "anna", Stop);

        Assert.NotNull(during.Refused);
        Assert.Equal($"{run.Key} has ended (cancelled): no step can be added to it", after.Refused);
        Assert.Equal(2, (await bench.StateAsync(run.Id)).Steps.Count);
    }

    [Fact]
    public async Task Add_ToAGraph_IsRefused()
    {
        await using var bench = await EngineBench.CreateAsync("version: \"1.0\"\nname: work\ntype: graph\nsteps:\n  - {id: a, run: \"true\"}\n");
        var run = await bench.StartAsync();

        Assert.Contains("is a graph", (await bench.Service.AddStepsAsync(run.Id, "steps: [{id: x, run: ls}]", "anna", Stop)).Refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Added_InARunThatFailed_AreThereWhenItIsResumedByAnotherServerAndWhenItIsForked()
    {
        await using var bench = await EngineBench.CreateAsync(Two);
        var isBroken = true;
        bench.Agents.Shell.Automatic = r => isBroken && r.StepId is "check" ? FakeAgent.Failure : FakeAgent.Success;
        var run = await bench.StartAsync();
        await bench.Service.AddStepsAsync(run.Id, Check, "anna", Stop);
        await bench.DeliverAsync();
        Assert.Equal(StepStatus.Failed, (await bench.StateAsync(run.Id)).Latest("check")!.Status);

        isBroken = false;
        Assert.NotNull((await bench.Service.ResumeAsync(run.Id, "check", "mara", Stop)).Run);
        await bench.AnotherServer().ExecuteAsync(run.Id, Stop);

        Assert.Equal((RunStatus.Completed, StepStatus.Completed), ((await bench.StateAsync(run.Id)).Run.Status, (await bench.StateAsync(run.Id)).Latest("check")!.Status));
        var begin = (await bench.CheckpointsAsync(run.Id))[0];
        var fork = (await bench.Service.ForkAsync(new ForkRequest { Checkpoint = begin.Id, Actor = "mara" }, Stop)).Run!;
        await bench.DeliverAsync();
        var forked = await bench.StateAsync(fork.Id);
        Assert.Equal(RunStatus.Completed, forked.Run.Status);
        Assert.Equal(["a", "b", "check"], forked.Steps.Select(s => s.StepId));
        Assert.Equal((await bench.StateAsync(run.Id)).Version.Yaml, forked.Version.Yaml);

        // Exported and taken in elsewhere it has them too.
        await using var elsewhere = await TransferBench.CreateAsync();
        var exported = await new RunExporter(bench.Queries, bench.Time).ExportAsync(run.Id, elsewhere.In("out"), Stop);
        var imported = await elsewhere.ImportedAsync(exported.Folder!);
        Assert.Equal(["a", "b", "check"], imported.Steps.Select(s => s.StepId));
        Assert.Equal(forked.Version.Yaml, imported.Version.Yaml);

        // The workflow itself is as it was: the next run does not have them.
        var next = await bench.StartAsync();
        Assert.Equal(["a", "b"], (await bench.StateAsync(next.Id)).Steps.Select(s => s.StepId));
    }
}
