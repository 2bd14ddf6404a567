using Signalbox.Engine.Agents;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs;

/// <summary>What is measured of proofs, and of which files (design/metrics.md, regression_rate and flaky verifies); real git.</summary>
public sealed class ProofFactsTests : IAsyncLifetime
{
    private const string Step = "{id: a, run: 'true', verify: {run: make test}, retry: {max_attempts: 2}}";
    private const string TestFirst = "{id: a, run: 'true', methodology: TDD, verify: {run: make test}}";

    private readonly TestRepository _git = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _git.WithCommitAsync();

    public ValueTask DisposeAsync()
    {
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Verify_OfUntouchedFiles_IsAProofOfTheirCommit()
    {
        await using var bench = await CreateAsync(Step);
        var commit = await _git.RunAsync(_git.Root, "rev-parse", "HEAD");
        var tree = await _git.RunAsync(_git.Root, "rev-parse", "HEAD^{tree}");
        var run = await RunAsync(bench, _ => FakeAgent.Success);

        var proof = Assert.Single(await ProofsAsync(bench, run));
        Assert.Equal((commit, tree, true, false), (proof.Commit, proof.Tree, proof.Passed, proof.IsBefore));
    }

    [Fact]
    public async Task Verify_OfChangedFiles_IsAProofOfThem_AndOneThatChangesItsAnswerIsFlaky()
    {
        await using var bench = await CreateAsync(Step);
        var answers = 0;
        bench.Proofs.Exit = _ => ++answers == 1 ? 1 : 0;
        var run = await RunAsync(bench, Write);

        var proofs = await ProofsAsync(bench, run);
        Assert.Equal([(null, false), (null, true)], proofs.Select(p => (p.Commit, p.Passed)).Order());
        Assert.NotNull(Assert.Single(proofs.Select(p => p.Tree).Distinct(StringComparer.Ordinal)));
        Assert.Equal(1, await FlakyAsync(bench));
    }

    [Fact]
    public async Task VerifyBefore_OfATestFirstStep_IsAProofOfTheCommitThatItBeganAt()
    {
        await using var bench = await CreateAsync(TestFirst);
        var commit = await _git.RunAsync(_git.Root, "rev-parse", "HEAD");
        bench.Proofs.Exit = spec => IsBefore(spec) ? 1 : 0;
        var run = await RunAsync(bench, Write);

        var proofs = await ProofsAsync(bench, run);
        var before = Assert.Single(proofs, p => p.IsBefore);
        var after = Assert.Single(proofs, p => !p.IsBefore);
        Assert.Equal((commit, false), (before.Commit, before.Passed));
        Assert.Equal((null, true), (after.Commit, after.Passed));
        Assert.NotEqual(before.Tree, after.Tree);
    }

    [Fact]
    public async Task Verify_ThatIsStoppedWithTheRun_SaysNothingOfTheCommit()
    {
        await using var bench = await CreateAsync(Step);
        (bench.Proofs.Hangs, bench.Proofs.StopCode) = (true, 143);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await bench.StartAsync();
        var work = bench.DeliverAsync();
        await bench.Proofs.Begun.WaitAsync(Stop);

        await bench.Service.CancelAsync(run.Id, "mara", Stop);
        await work;

        var state = await bench.StateAsync(run.Id);
        Assert.Equal((RunStatus.Cancelled, 143), (state.Run.Status, Assert.Single(state.Attempts).VerifyExitCode));
        Assert.Empty(await ProofsAsync(bench, run));
    }

    private async Task<EngineBench> CreateAsync(string step)
    {
        var bench = await EngineBench.CreateAsync($"version: '1.0'\nname: work\nsteps:\n  - {step}\n", git: _git);
        bench.Proofs.Exit = _ => 0;
        return bench;
    }

    private static async Task<Run> RunAsync(EngineBench bench, Func<AgentRequest, AgentResult> work)
    {
        bench.Agents.Shell.Automatic = work;
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        return run;
    }

    private static AgentResult Write(AgentRequest request)
    {
        File.WriteAllText(Path.Combine(request.WorkingDirectory, "code.cs"), "one\n");
        return FakeAgent.Success;
    }

    private static bool IsBefore(ProcessSpec spec) => spec.Directory.EndsWith("verify-before", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<Verified>> ProofsAsync(EngineBench bench, Run run) =>
        [.. (await bench.Metrics.ListAsync(new FactQuery { Kind = FactKind.Verified, Run = run.Id }, Stop)).Select(f => f.Detail).Cast<Verified>()];

    private static async Task<decimal?> FlakyAsync(EngineBench bench)
    {
        var now = bench.Time.GetUtcNow();
        var period = new MetricPeriod(DateOnly.FromDateTime(now.UtcDateTime), now.AddDays(-1), now.AddDays(1));
        var facts = await bench.Metrics.ReadAsync(period.From, period.To, Stop);
        return MetricCalculator.Points(MetricCatalog.Find("flaky_verifies")!, facts, MetricFilter.All, [period])[0].Numerator;
    }
}
