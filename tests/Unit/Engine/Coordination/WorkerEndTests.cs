using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Coordination;

/// <summary>What a worker says at the end counts as what an adapter reads from a stream: usage, cost, session, and a limit's end.</summary>
public sealed class WorkerEndTests
{
    private const string Review = """
        version: "1.0"
        name: work
        steps: [{id: review, capabilities: [code_review], prompt: Review it.}]
        """;

    private static readonly AgentUsage Used = new()
    {
        InputTokens = 1_000,
        OutputTokens = 200,
        CacheReadTokens = 3_000,
        CacheCreationTokens = 400,
        PremiumRequests = 2.33m,
        Turns = 5,
        DurationMs = 9_000,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Complete_WithTokensAndNoCost_KeepsThemAndEstimatesTheCostByThePriceOfItsModel()
    {
        await using var bench = await EngineBench.CreateAsync(Review);

        var attempt = Assert.Single((await EndAsync(bench, new AgentResult { Outcome = AgentOutcome.Succeeded, FinalText = "fine", Model = EngineBench.PricedModel, Usage = Used })).Attempts);

        // Without prices of their own, tokens of the cache cost what input costs: 4,400 at 1 $ and 200 at 10 $ for a million.
        Assert.Equal(Used with { CostUsd = 0.0064m, CostEstimated = true }, attempt.Usage);
        Assert.Equal(EngineBench.PricedModel, attempt.Model);
    }

    [Fact]
    public async Task Fail_WithWhatItUsed_KeepsUsageSessionAndText()
    {
        await using var bench = await EngineBench.CreateAsync(Review);

        var state = await EndAsync(bench, new AgentResult
        {
            Outcome = AgentOutcome.Failed,
            FinalText = "I give up.",
            SessionId = "s-7",
            Model = "m-1",
            Usage = Used with { CostUsd = 0.25m },
            Error = new AgentError("refused", "the task is refused", Retryable: false),
        });

        var attempt = Assert.Single(state.Attempts);
        Assert.Equal((AttemptStatus.Failed, "refused", "s-7", "m-1", "I give up."), (attempt.Status, attempt.Error!.Code, attempt.SessionId, attempt.Model, attempt.FinalText));
        Assert.Equal(Used with { CostUsd = 0.25m }, attempt.Usage);
    }

    [Fact]
    public async Task Fail_AtALimitThatNamesItsEnd_IsWaitedForUntilThen()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var end = bench.Time.GetUtcNow() + TimeSpan.FromHours(2);

        var state = await EndAsync(bench, Limited("the limit is reached", end));

        Assert.Equal((StepStatus.Blocked, BlockCause.RateLimit, end), (state.Latest("review")!.Status, state.Latest("review")!.BlockedOn, state.Latest("review")!.ResumeAt));
    }

    [Fact]
    public async Task Fail_AtALimitWhoseEndIsInItsWords_IsWaitedForUntilThen()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var before = bench.Time.GetUtcNow();

        var state = await EndAsync(bench, Limited("usage limit reached, try again in 3 hours", null));

        Assert.Equal(BlockCause.RateLimit, state.Latest("review")!.BlockedOn);
        Assert.InRange(state.Latest("review")!.ResumeAt!.Value, before + TimeSpan.FromHours(3), bench.Time.GetUtcNow() + TimeSpan.FromHours(3));
    }

    private static AgentResult Limited(string words, DateTimeOffset? until) =>
        new() { Outcome = AgentOutcome.Failed, Error = new AgentError("rate_limit", words, Retryable: true, until) };

    private static async Task<RunState> EndAsync(EngineBench bench, AgentResult result)
    {
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        Assert.NotNull((await bench.Registry.RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["code_review"] }, "tester", Stop)).Agent);
        var work = (await bench.Pool.ClaimAsync("anna", Stop))!;
        var execution = bench.Executor.ExecuteAsync(run.Id, Stop);
        Assert.NotNull((await bench.Pool.EndAsync(work.Claim.StepRunId, new Lease("anna", work.Claim.Epoch), result, Stop)).Claim);
        await execution.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await bench.DeliverAsync();
        return await bench.StateAsync(run.Id);
    }
}
