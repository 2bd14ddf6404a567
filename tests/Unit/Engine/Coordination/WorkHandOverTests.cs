using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Coordination;

/// <summary>What a worker is never told it does not hold, and what it says keeps what it holds (design/agents.md, Workers), with the real engine and database.</summary>
public sealed class WorkHandOverTests
{
    private const string Review = """
        version: "1.0"
        name: work
        steps: [{id: review, capabilities: [code_review], prompt: Review it.}]
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claim_WorkerGoesAwayBeforeItIsTold_TheStepIsOpenAgain()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var run = await OfferedAsync(bench);
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        bench.Scheduler.Meanwhile = listening.Cancel;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Pool.ClaimAsync("anna", listening.Token));
        bench.Scheduler.Meanwhile = null;

        Assert.Empty(await bench.Pool.ListHeldAsync("anna", Stop));
        Assert.Contains(await bench.EventsAsync(run.Id), e => e.Message.Equals("review went back to the pool: anna went away before it was told", StringComparison.Ordinal));
        Assert.Equal(2L, (await bench.Pool.ClaimAsync("anna", Stop))!.Claim.Epoch);
    }

    [Fact]
    public async Task Claim_WhatTheWorkNeedsCannotBeRead_TheStepIsOpenAgainAndSaysWhy()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var run = await OfferedAsync(bench);
        var prompt = Path.Combine((await bench.StateAsync(run.Id)).Attempts.Single().Directory, "prompt.md");
        File.Move(prompt, prompt + ".aside");

        await Assert.ThrowsAsync<FileNotFoundException>(() => bench.Pool.ClaimAsync("anna", Stop));
        var held = await bench.Pool.ListHeldAsync("anna", Stop);
        File.Move(prompt + ".aside", prompt);

        Assert.Empty(held);
        Assert.Contains(await bench.EventsAsync(run.Id), e => e.Message.StartsWith("review went back to the pool: it could not be handed to anna", StringComparison.Ordinal));
        Assert.Equal("Review it.", (await bench.Pool.ClaimAsync("anna", Stop))!.Prompt);
    }

    [Theory]
    [InlineData("progress")]
    [InlineData("log")]
    [InlineData("checkpoint")]
    [Trait("Spec3", "Heartbeat: Agents send periodic heartbeats; stale agents marked offline after timeout")]
    public async Task Word_ThatIsTaken_RenewsTheLeaseAsAHeartbeatDoes(string word)
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        await OfferedAsync(bench);
        var claim = (await bench.Pool.ClaimAsync("anna", Stop))!.Claim;

        for (var half = 0; half < 4; half++)
        {
            bench.Time.Move(TimeSpan.FromSeconds(40));
            Assert.NotNull((await SayAsync(bench, word, claim)).Claim);
            Assert.Equal(0, await bench.Registry.SweepAsync(Stop));
        }

        Assert.Equal(AgentStatus.Active, (await bench.Registry.FindAsync("anna", Stop))!.Status);
        Assert.Equal("review", Assert.Single(await bench.Pool.ListHeldAsync("anna", Stop)).StepId);
    }

    [Fact]
    public async Task Word_ThatIsRefused_RenewsNothing()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        await OfferedAsync(bench);
        var claim = (await bench.Pool.ClaimAsync("anna", Stop))!.Claim;
        bench.Time.Move(TimeSpan.FromSeconds(61));

        Assert.NotNull((await bench.Pool.ProgressAsync(claim.StepRunId, new Lease("anna", claim.Epoch + 1), 10, null, Stop)).Refused);

        Assert.Equal(1, await bench.Registry.SweepAsync(Stop));
    }

    private static Task<WorkResult> SayAsync(EngineBench bench, string word, StepClaim claim)
    {
        var lease = new Lease("anna", claim.Epoch);
        return word switch
        {
            "progress" => bench.Pool.ProgressAsync(claim.StepRunId, lease, 10, "reading", Stop),
            "log" => bench.Pool.LogAsync(claim.StepRunId, lease, LogStream.Stdout, "a line\n", Stop),
            _ => bench.Pool.CheckpointAsync(claim.StepRunId, lease, CheckpointType.Progress, "half of it", Stop),
        };
    }

    private static async Task<Run> OfferedAsync(EngineBench bench)
    {
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        Assert.NotNull((await bench.Registry.RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["code_review"] }, "mara", Stop)).Agent);
        return run;
    }
}
