using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Coordination;

/// <summary>A worker that did not hear an answer says its word again (design/agents.md, Workers), with the real engine and database.</summary>
public sealed class WorkSaidAgainTests
{
    private const string Review = """
        version: "1.0"
        name: work
        steps: [{id: review, capabilities: [code_review], prompt: Review it.}]
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_FromTheSamePlace_StandsOnce()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var work = await ClaimedAsync(bench);

        Assert.Equal((0L, 0L), (work.StdoutBytes, work.StderrBytes));
        Assert.Equal(4, await LogAsync("one\n", 0));
        Assert.Equal(4, await LogAsync("one\n", 0)); // its answer was lost
        Assert.Equal(8, await LogAsync("one\ntwo\n", 0)); // and more had come meanwhile
        Assert.Equal(12, await LogAsync("two\n", 8)); // the same words, said a second time
        Assert.Equal(16, await LogAsync("two\n", null));

        var log = Path.Combine((await bench.StateAsync(work.Claim.RunId)).Attempts.Single().Directory, "stdout.log");
        Assert.Equal("one\ntwo\ntwo\ntwo\n", await File.ReadAllTextAsync(log, Stop));

        async Task<long?> LogAsync(string text, long? after) =>
            (await bench.Pool.LogAsync(work.Claim.StepRunId, LeaseOf(work), LogStream.Stdout, text, after, Stop)).LogBytes;
    }

    [Fact]
    public async Task Log_OfWhichAPartWasWritten_IsCompleted()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var work = await ClaimedAsync(bench);
        var log = Path.Combine((await bench.StateAsync(work.Claim.RunId)).Attempts.Single().Directory, "stdout.log");
        await File.WriteAllTextAsync(log, "one\ntw", Stop);

        await bench.Pool.LogAsync(work.Claim.StepRunId, LeaseOf(work), LogStream.Stdout, "two\nthree\n", 4, Stop);

        Assert.Equal("one\ntwo\nthree\n", await File.ReadAllTextAsync(log, Stop));
    }

    [Fact]
    public async Task Claim_AfterAnotherWorkerWrote_SaysWhereTheLogIs()
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var work = await ClaimedAsync(bench);
        await bench.Pool.LogAsync(work.Claim.StepRunId, LeaseOf(work), LogStream.Stdout, "one\n", Stop);
        await bench.Pool.LogAsync(work.Claim.StepRunId, LeaseOf(work), LogStream.Stderr, "oh\n", Stop);
        await bench.Pool.ReleaseAsync(work.Claim.StepRunId, LeaseOf(work), null, Stop);

        var next = (await bench.Pool.ClaimAsync("anna", Stop))!;

        Assert.Equal((4L, 3L), (next.StdoutBytes, next.StderrBytes));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task End_SaidAgainInTheSameWords_IsAnsweredAgain(bool succeeded)
    {
        await using var bench = await EngineBench.CreateAsync(Review);
        var work = await ClaimedAsync(bench);

        var first = await EndAsync(LeaseOf(work), "it is fine");
        var again = await EndAsync(LeaseOf(work), "it is fine");
        var otherWords = await EndAsync(LeaseOf(work), "it is not");
        var otherLease = await EndAsync(new Lease("anna", work.Claim.Epoch + 1), "it is fine");

        var ended = succeeded ? ClaimStatus.Completed : ClaimStatus.Failed;
        Assert.Equal((ended, ended), (first.Claim!.Status, again.Claim!.Status));
        Assert.NotNull(otherWords.Refused);
        Assert.NotNull(otherLease.Refused);
        Assert.Single(await bench.EventsAsync(work.Claim.RunId), e => e.Message.StartsWith("anna says that review", StringComparison.Ordinal));

        Task<WorkResult> EndAsync(Lease lease, string words) => bench.Pool.EndAsync(work.Claim.StepRunId, lease, succeeded
            ? new AgentResult { Outcome = AgentOutcome.Succeeded, FinalText = words }
            : new AgentResult { Outcome = AgentOutcome.Failed, Error = new AgentError("agent_error", words, Retryable: false) }, Stop);
    }

    private static Lease LeaseOf(WorkItem work) => new("anna", work.Claim.Epoch);

    private static async Task<WorkItem> ClaimedAsync(EngineBench bench)
    {
        await bench.StartAsync();
        await bench.DeliverAsync();
        Assert.NotNull((await bench.Registry.RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["code_review"] }, "mara", Stop)).Agent);
        return (await bench.Pool.ClaimAsync("anna", Stop))!;
    }
}
