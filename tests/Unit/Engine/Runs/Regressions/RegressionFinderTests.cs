using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Regressions;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Runs.Regressions;

/// <summary>Regressions that nobody links, with real git (design/metrics.md, regression_rate).</summary>
public sealed class RegressionFinderTests : IAsyncLifetime
{
    private const string One = """
        version: "1.0"
        name: work
        steps: [{id: a, run: "true"}]
        """;

    private readonly TestRepository _git = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _git.WithCommitAsync();

    public ValueTask DisposeAsync()
    {
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Trailer_InACommitOfALaterRun_LinksTheRunItNames_Once()
    {
        await using var bench = await EngineBench.CreateAsync(One, git: _git);
        var cause = await RunAsync(bench, "Break it");
        var later = await RunAsync(bench, $"Mend it\n\nfixes: {cause.Key.ToLowerInvariant()}\nfixes: #12");

        Assert.Equal(1, await Finder(bench).LinkTrailersAsync(later.Id, Stop));
        Assert.Equal(0, await Finder(bench).SweepAsync(Stop));

        var fact = Assert.Single(await LinksAsync(bench));
        var link = (RegressionLinked)fact.Detail;
        Assert.Equal((cause.Key, later.Key, RegressionSource.Trailer, "signalbox"), (fact.RunKey, link.ShownByKey, link.Source, link.By));
    }

    [Fact]
    public async Task Trailer_OfTheRunItself_OrOfNoRun_LinksNothing()
    {
        await using var bench = await EngineBench.CreateAsync(One, git: _git);
        var first = await RunAsync(bench, "Break it");
        var beginning = first.Id.Value[..(first.Id.Value.Length - 2)];
        var later = await RunAsync(bench, $"Mend it\n\nfixes: NO-99\nfixes: {beginning}");

        Assert.Equal(0, await Finder(bench).LinkTrailersAsync(later.Id, Stop));
        Assert.Empty(await LinksAsync(bench));
    }

    [Fact]
    public async Task Rule_ProofThatPassedBeforeAChangeAndFailsBehindIt_LinksItsRun_OnceTheChangeIsContained()
    {
        await using var bench = await EngineBench.CreateAsync(One, git: _git);
        var began = await _git.RunAsync(_git.Root, "rev-parse", "HEAD");
        var cause = await RunAsync(bench, "Break it");
        await File.WriteAllTextAsync(Path.Combine(_git.Root, "other.txt"), "other", Stop);
        var beside = await _git.CommitAsync(_git.Root, "Beside it");
        await _git.RunAsync(_git.Root, "merge", "--quiet", "--no-ff", "--message", "Merge", $"signalbox/{cause.Key}");
        var behind = await _git.RunAsync(_git.Root, "rev-parse", "HEAD");
        var later = await RunAsync(bench, null);

        await ProvedAsync(bench, later, "passed", began, passed: true);
        await ProvedAsync(bench, later, "beside", beside, passed: false);
        Assert.Equal(0, await Finder(bench).SweepAsync(Stop));

        await ProvedAsync(bench, later, "behind", behind, passed: false);
        Assert.Equal(1, await Finder(bench).SweepAsync(Stop));
        Assert.Equal(0, await Finder(bench).SweepAsync(Stop));
        var fact = Assert.Single(await LinksAsync(bench));
        Assert.Equal((cause.Key, later.Key, RegressionSource.Rule), (fact.RunKey, ((RegressionLinked)fact.Detail).ShownByKey, ((RegressionLinked)fact.Detail).Source));
    }

    [Fact]
    public async Task Rule_ProofThatPassedInBetween_AcquitsTheRunWhoseChangeItContains()
    {
        await using var bench = await EngineBench.CreateAsync(One, git: _git);
        var began = await _git.RunAsync(_git.Root, "rev-parse", "HEAD");
        var innocent = await RunAsync(bench, "Make it");
        var between = await MergeAsync(innocent);
        var cause = await RunAsync(bench, "Break it");
        var behind = await MergeAsync(cause);
        var later = await RunAsync(bench, null);

        await ProvedAsync(bench, later, "began", began, passed: true);
        await ProvedAsync(bench, later, "between", between, passed: true);
        await ProvedAsync(bench, later, "behind", behind, passed: false);

        Assert.Equal(1, await Finder(bench).SweepAsync(Stop));
        Assert.Equal(cause.Key, Assert.Single(await LinksAsync(bench)).RunKey);
    }

    [Fact]
    public async Task Link_TakenBack_CountsNoLonger_AndOnlyAPersonMakesItAgain()
    {
        await using var bench = await EngineBench.CreateAsync(One, git: _git);
        var cause = await RunAsync(bench, "Break it");
        var later = await RunAsync(bench, $"Mend it\n\nfixes: {cause.Key}");
        var desk = Desk(bench);
        Assert.Equal(1, await Finder(bench).LinkTrailersAsync(later.Id, Stop));
        Assert.Equal([cause.Key], (await desk.OfAsync(later.Id, Stop)).Select(l => l.RunKey));
        Assert.Equal(1, await CausesAsync(bench));

        Assert.NotNull((await desk.WithdrawAsync(later.Id, cause.Id, "mara", Stop)).Link);
        Assert.NotNull((await desk.WithdrawAsync(later.Id, cause.Id, "mara", Stop)).Link);
        Assert.NotNull((await desk.WithdrawAsync(cause.Id, later.Id, "mara", Stop)).NotFound);
        Assert.Equal(0, await Finder(bench).LinkTrailersAsync(later.Id, Stop));
        Assert.Equal(0, await CausesAsync(bench));
        Assert.Empty(await desk.OfAsync(cause.Id, Stop));
        Assert.Empty(await desk.OfAsync(later.Id, Stop));

        Assert.True((await desk.LinkAsync(later.Id, cause.Id, RegressionSource.Person, "mara", null, Stop)).IsNew);
        Assert.False((await desk.LinkAsync(later.Id, cause.Id, RegressionSource.Person, "anna", null, Stop)).IsNew);
        Assert.Equal(1, await CausesAsync(bench));
        Assert.Single(await desk.OfAsync(cause.Id, Stop));
    }

    /// <summary>How many runs of today count as the cause of a regression.</summary>
    private static async Task<decimal?> CausesAsync(EngineBench bench)
    {
        var now = bench.Time.GetUtcNow();
        var period = new MetricPeriod(DateOnly.FromDateTime(now.UtcDateTime), now.AddDays(-1), now.AddDays(1));
        return MetricCalculator.Points(MetricCatalog.Find("regression_rate")!, await bench.Metrics.ReadAsync(period.From, period.To, Stop), MetricFilter.All, [period])[0].Numerator;
    }

    private async Task<string> MergeAsync(Run run)
    {
        await _git.RunAsync(_git.Root, "merge", "--quiet", "--no-ff", "--message", "Merge", $"signalbox/{run.Key}");
        return await _git.RunAsync(_git.Root, "rev-parse", "HEAD");
    }

    private static async Task ProvedAsync(EngineBench bench, Run run, string name, string commit, bool passed)
    {
        var state = await bench.StateAsync(run.Id);
        await bench.Metrics.AppendAsync(
            [
                new MetricFact
                {
                    Id = MetricFact.IdOf(FactKind.Verified, name),
                    Kind = FactKind.Verified,
                    At = bench.Time.GetUtcNow(),
                    RunId = run.Id,
                    RunKey = run.Key,
                    Repository = state.Run.Repository,
                    Detail = new Verified { Attempt = EntityId.Of<AttemptId>(name), Verify = "v", Commit = commit, Passed = passed },
                },
            ],
            Stop);
    }

    /// <summary>A run whose agent commits something with this message; null: it changes nothing.</summary>
    private async Task<Run> RunAsync(EngineBench bench, string? message)
    {
        bench.Agents.Shell.Automatic = request => Work(request, message);
        var run = await bench.StartAsync();
        await bench.DeliverAsync();
        Assert.Equal(RunStatus.Completed, (await bench.StateAsync(run.Id)).Run.Status);
        bench.Time.Move(TimeSpan.FromMinutes(1));
        return run;
    }

    private AgentResult Work(AgentRequest request, string? message)
    {
        if (message is not null)
        {
            File.WriteAllText(Path.Combine(request.WorkingDirectory, "made.txt"), message);
            _git.CommitAsync(request.WorkingDirectory, message).GetAwaiter().GetResult();
        }

        return FakeAgent.Success;
    }

    private RegressionFinder Finder(EngineBench bench) =>
        new(bench.Queries, bench.Metrics, Desk(bench), new CommitHistory(_git.Git), bench.Time);

    private static RegressionDesk Desk(EngineBench bench) => new(bench.Queries, bench.Metrics, bench.Bus, bench.Time);

    private static Task<IReadOnlyList<MetricFact>> LinksAsync(EngineBench bench) => bench.Metrics.ListAsync(new FactQuery { Kind = FactKind.RegressionLinked }, Stop);
}
