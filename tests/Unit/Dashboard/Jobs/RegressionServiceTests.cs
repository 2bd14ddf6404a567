using Microsoft.Extensions.Logging.Abstractions;
using Signalbox.Dashboard.Jobs;
using Signalbox.Engine.Events;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Regressions;
using Signalbox.Engine.Workspaces;
using Signalbox.Unit.Engine.Processes;
using Signalbox.Unit.Engine.Runs;
using Signalbox.Unit.Engine.Workspaces;

namespace Signalbox.Unit.Dashboard.Jobs;

/// <summary>What the commits of a run say that it fixes is linked when that run ends, without anybody looking.</summary>
public sealed class RegressionServiceTests
{
    private const string One = """
        version: "1.0"
        name: work
        steps: [{id: a, run: "true"}]
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public async Task RunEnds_WithATrailer_LinksTheRunThatItNames_UnlessTheServerLivesInACommand(bool isEmbedded, int expected)
    {
        using var git = await new TestRepository().WithCommitAsync();
        await using var bench = await EngineBench.CreateAsync(One, git: git);
        var finder = new RegressionFinder(bench.Queries, bench.Metrics, new RegressionDesk(bench.Queries, bench.Metrics, bench.Bus, bench.Time), new CommitHistory(git.Git), bench.Time);
        using var service = new RegressionService(finder, bench.Bus, bench.Queries, new JobsMode(isEmbedded), bench.Time, NullLogger<RegressionService>.Instance);
        var before = bench.Bus.SubscriberCount;
        await service.StartAsync(Stop);
        if (!isEmbedded)
        {
            await ProcessLab.UntilAsync(() => bench.Bus.SubscriberCount > before, "it listens");
        }

        using var told = bench.Bus.Subscribe(n => n is Notice.MetricsChanged);
        var cause = await RunAsync("Break it");
        var later = await RunAsync($"Mend it\n\nfixes: {cause.Key}");
        if (!isEmbedded)
        {
            await told.ReadAllAsync(Stop).GetAsyncEnumerator(Stop).MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop);
        }

        await service.StopAsync(Stop);
        var links = await bench.Metrics.ListAsync(new FactQuery { Kind = FactKind.RegressionLinked }, Stop);
        Assert.Equal(Enumerable.Repeat((cause.Key, later.Key), expected), links.Select(l => (l.RunKey!, ((RegressionLinked)l.Detail).ShownByKey)));

        async Task<Run> RunAsync(string message)
        {
            bench.Agents.Shell.Automatic = request =>
            {
                File.WriteAllText(Path.Combine(request.WorkingDirectory, "made.txt"), message);
                git.CommitAsync(request.WorkingDirectory, message).GetAwaiter().GetResult();
                return FakeAgent.Success;
            };
            var run = await bench.StartAsync();
            await bench.DeliverAsync();
            bench.Time.Move(TimeSpan.FromMinutes(1));
            return run;
        }
    }
}
