using Signalbox.Engine.Agents;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>What the engine measures as it goes (design/metrics.md): each fact is in the transaction of what it tells.</summary>
public sealed class RunFactsTests
{
    private const string One = """
        version: "1.0"
        name: work
        steps:
          - id: plan
            name: Plan it
            agent: claude
            prompt: Plan it
            retry: {max_attempts: 2}
        """;

    private static readonly AgentResult Used = FakeAgent.Success with { Usage = new AgentUsage { InputTokens = 90, CacheReadTokens = 30, OutputTokens = 10, CostUsd = 0.25m } };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ThatCompletes_TellsPromptAttemptStepSessionAndRun()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        bench.Agents.Shell.Automatic = _ => Used;
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        var facts = await FactsAsync(bench, run);
        Assert.Equal(
            [FactKind.RunEnded, FactKind.StepEnded, FactKind.PromptRendered, FactKind.AttemptEnded, FactKind.SessionEnded],
            facts.Select(f => f.Kind).Order());
        Assert.All(facts, f => Assert.Equal((run.Key, "work", 1, run.Repository), (f.RunKey, f.Workflow, f.WorkflowVersion, f.Repository)));
        Assert.Equal((7, 0), (Only<PromptRendered>(facts).Characters, Only<PromptRendered>(facts).EarlierCharacters));
        var attempt = Only<AttemptEnded>(facts);
        Assert.Equal(("Succeeded", 90L, 30L, 10L, 0.25m), (attempt.Status, attempt.ContextTokens, attempt.CachedTokens, attempt.OutputTokens, attempt.CostUsd));
        var step = Only<StepEnded>(facts);
        Assert.Equal(("plan", FactOutcome.Completed, 1, 1, false, false), (step.Step, step.Outcome, step.Visit, step.Tries, step.HasVerify, step.IsAgain));
        var end = Only<RunEnded>(facts);
        Assert.Equal((FactOutcome.Completed, 0, 0.25m, 100L), (end.Outcome, end.ChangedFiles, end.CostUsd, end.Tokens));
        Assert.Equal(["shell"], end.Agents);
        Assert.True(end is { DurationMs: >= 0, QueueMs: >= 0, CancelMs: null, Verified: null });
    }

    [Fact]
    public async Task Step_TriedTwice_TellsBothAttempts_AndTwoTries()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        bench.Agents.Shell.Automatic = r => r.AttemptNumber == 1 ? FakeAgent.Failure : FakeAgent.Success;
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        var facts = await FactsAsync(bench, run);
        Assert.Equal(["Failed", "Succeeded"], facts.Select(f => f.Detail).OfType<AttemptEnded>().Select(a => a.Status).Order(StringComparer.Ordinal));
        Assert.Equal((2, FactOutcome.Completed), (Only<StepEnded>(facts).Tries, Only<StepEnded>(facts).Outcome));
        Assert.Equal(2, facts.Count(f => f.Kind == FactKind.PromptRendered));
    }

    [Fact]
    public async Task Attempt_ThatNeverStarted_IsNoTry()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        bench.Agents.Shell.Automatic = r => r.AttemptNumber == 1 ? FakeAgent.NeverStarted : FakeAgent.Success;
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        Assert.Equal(1, Only<StepEnded>(await FactsAsync(bench, run)).Tries);
    }

    [Fact]
    public async Task Run_ThatFailedAndIsResumed_TellsTheInterruption_BothEnds_AndThatTheStepIsDoneAgain()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Failure;
        var run = await StartAsync(bench);
        await bench.DeliverAsync();
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        Assert.Null((await bench.Service.ResumeAsync(run.Id, null, "mara", Stop)).Refused);
        await bench.DeliverAsync();

        var facts = await FactsAsync(bench, run);
        Assert.Equal((InterruptionCause.Resumed, null), (Only<Interrupted>(facts).Cause, Only<Interrupted>(facts).Session));
        Assert.Equal([(FactOutcome.Failed, false, 2), (FactOutcome.Completed, true, 3)], facts.Select(f => f.Detail).OfType<StepEnded>().Select(s => (s.Outcome, s.IsAgain, s.Tries)).OrderBy(s => s.Tries));
        Assert.Equal([FactOutcome.Completed, FactOutcome.Failed], facts.Select(f => f.Detail).OfType<RunEnded>().Select(e => e.Outcome).Order());
    }

    [Fact]
    public async Task Run_ThatAnotherServerTakesOver_TellsTheInterruption()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        var run = await StartAsync(bench);
        using var shutdown = new CancellationTokenSource();
        var first = bench.Executor.ExecuteAsync(run.Id, shutdown.Token);
        var request = await bench.Agents.Shell.NextAsync();
        await shutdown.CancelAsync();
        await first;

        var second = bench.AnotherServer().ExecuteAsync(run.Id, Stop);
        await bench.Agents.Shell.NextAsync();
        bench.Agents.Shell.End(request, FakeAgent.Success);
        await second;

        var facts = await FactsAsync(bench, run);
        Assert.Equal(InterruptionCause.Reattached, Only<Interrupted>(facts).Cause);
        Assert.Equal(FactOutcome.Completed, Only<RunEnded>(facts).Outcome);
        Assert.Single(facts, f => f.Kind == FactKind.AttemptEnded);
    }

    [Fact]
    public async Task Run_CancelledBeforeItBegan_TellsItsEnd()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        var run = await StartAsync(bench);
        await bench.Service.CancelAsync(run.Id, "mara", Stop);

        var end = Only<RunEnded>(await FactsAsync(bench, run));
        Assert.Equal((FactOutcome.Cancelled, null, null, null), (end.Outcome, end.DurationMs, end.QueueMs, end.CancelMs));
    }

    [Fact]
    public async Task Run_CancelledWhileNobodyHeldIt_TellsTheTimeSinceTheWish()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        var run = await StartAsync(bench);
        using var shutdown = new CancellationTokenSource();
        var first = bench.Executor.ExecuteAsync(run.Id, shutdown.Token);
        await bench.Agents.Shell.NextAsync();
        await shutdown.CancelAsync();
        await first;

        await bench.Service.CancelAsync(run.Id, "mara", Stop);
        bench.Time.Move(TimeSpan.FromMinutes(5));
        await bench.AnotherServer().ExecuteAsync(run.Id, Stop);

        var end = Only<RunEnded>(await FactsAsync(bench, run));
        Assert.Equal(FactOutcome.Cancelled, end.Outcome);
        Assert.InRange(end.CancelMs!.Value, 300_000, 400_000);
    }

    [Fact]
    public async Task Usage_ThatLeavesTheCacheOut_CountsItIn_WhoeverReportsIt()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success with { Usage = new AgentUsage { InputTokens = 50, CacheReadTokens = 20_000, CacheCreationTokens = 950 } };
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        Assert.Equal((21_000L, 20_000L), (Only<AttemptEnded>(await FactsAsync(bench, run)).ContextTokens, Only<AttemptEnded>(await FactsAsync(bench, run)).CachedTokens));
    }

    [Fact]
    public async Task RunEnded_CostsWhatItsOwnAttemptsCost_AndSaysWhereThatIsEstimated()
    {
        await using var bench = await EngineBench.CreateAsync(One);
        bench.Agents.Shell.Automatic = _ => Used with { Usage = Used.Usage! with { CostEstimated = true } };
        var run = await StartAsync(bench);
        await bench.DeliverAsync();
        var state = await bench.StateAsync(run.Id);

        // As the engine adds what child runs cost.
        state.Run.CostUsd = 5;
        var end = (RunEnded)RunMeasure.Ended(state.Run, [.. state.Steps], [.. state.Attempts], _ => true, _ => null, null, null).Detail;
        Assert.Equal((0.25m, true), (end.CostUsd, end.CostEstimated));
        Assert.True(Only<RunEnded>(await FactsAsync(bench, run)).CostEstimated);
    }

    [Fact]
    public async Task Script_IsNoAgentsWork()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - id: build
                run: make
            """);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        Assert.Equal(FactKind.RunEnded, Assert.Single(await FactsAsync(bench, run)).Kind);
    }

    [Fact]
    public async Task Approval_Answered_TellsHowLongItWasOpen()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - id: ask
                approval: {question: Shall we?}
            """);
        var run = await StartAsync(bench);
        await bench.DeliverAsync();
        bench.Time.Move(TimeSpan.FromMinutes(5));
        await bench.AnswerAsync(await bench.OpenApprovalAsync(run.Id), ApprovalStatus.Approved);
        await bench.DeliverAsync();

        var answered = Only<ApprovalAnswered>(await FactsAsync(bench, run));
        Assert.Equal("Approved", answered.Status);
        Assert.InRange(answered.WaitMs, 300_000, 400_000);
    }

    [Fact]
    public async Task Prompt_WithLearnings_TellsHowMuchCameFromThem()
    {
        await using var bench = await EngineBench.CreateAsync("""
            version: "1.0"
            name: work
            steps:
              - id: plan
                agent: claude
                prompt: "Known: {{learning 'patterns'}}"
            """);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var repository = (await bench.Repositories.ListAsync(Stop)).Single();
        var learning = (await bench.Learnings.ProposeAsync(repository.Id, "patterns", "twelve signs", "anna", null, Stop)).Learning!;
        await bench.Learnings.DecideAsync(learning.Id, Signalbox.Engine.Learnings.LearningStatus.Accepted, "mara", Stop);
        var run = await StartAsync(bench);
        await bench.DeliverAsync();

        var prompt = Only<PromptRendered>(await FactsAsync(bench, run));
        Assert.True(prompt.EarlierCharacters >= "twelve signs".Length);
        Assert.Equal(prompt.Characters - "Known: ".Length, prompt.EarlierCharacters);
    }

    private static async Task<Run> StartAsync(EngineBench bench) =>
        (await bench.Service.StartAsync(EngineBench.Request() with { Overrides = new RunOverrides("shell") }, Stop)).Run!;

    private static async Task<IReadOnlyList<MetricFact>> FactsAsync(EngineBench bench, Run run) => await bench.Metrics.ListAsync(new FactQuery { Run = run.Id }, Stop);

    private static T Only<T>(IEnumerable<MetricFact> facts)
        where T : FactDetail => Assert.Single(facts.Select(f => f.Detail).OfType<T>());
}
