using Signalbox.Engine.Events;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Sessions;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Learnings;

/// <summary>A learning from an agent's notes through a person's yes into the next prompt (spec 4, "Compound learning").</summary>
public sealed class LearningRunTests
{
    private const string Work = """
        version: "1.0"
        name: work
        steps:
          - id: plan
            agent: claude
            prompt: Plan it
          - id: build
            needs: [plan]
            agent: claude
            prompt: |
              Known: {{learning "patterns"}}
              Bugs: {{learning "bugs"}}
              Before: {{checkpoint "plan"}}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Spec4", "4.1 learnings/: Compound learning")]
    public async Task Learning_OfTheNotes_IsProposedOnce_AndOnceAcceptedInThePrompt()
    {
        await using var bench = await EngineBench.CreateAsync(Work);
        bench.Agents.Shell.Automatic = r =>
        {
            var path = Path.Combine(r.WorkingDirectory, ".ai/project/sessions/claude-progress.txt");
            File.WriteAllText(path, File.ReadAllText(path).Replace("## Notes for Next Session\nNone", "## Notes for Next Session\n- learning: Scripts use strict mode\n- learning: bugs: the cache lies", StringComparison.Ordinal));
            return FakeAgent.Success with { FinalText = "planned in three parts" };
        };
        var run = await StartAsync(bench);

        var proposed = await bench.Learnings.ListAsync(null, null, LearningStatus.Proposed, null, 10, Stop);
        Assert.Equal(["Bugs the cache lies", "Patterns Scripts use strict mode"], proposed.Select(l => $"{l.Kind} {l.Text}").Order(StringComparer.Ordinal));
        Assert.All(proposed, l => Assert.Equal(("shell", run.Id), (l.ProposedBy, l.RunId)));
        Assert.Equal(2, await bench.Learnings.CountProposedAsync(Stop));
        Assert.Equal("Known: \nBugs: \nBefore: planned in three parts", bench.Agents.Shell.Begun.Last().Prompt);

        foreach (var learning in proposed)
        {
            var result = await bench.Learnings.DecideAsync(learning.Id, learning.Kind == LearningKind.Patterns ? LearningStatus.Accepted : LearningStatus.Rejected, "mara", Stop);
            Assert.Null(result.Warning);
            Assert.Equal("mara", result.Learning!.DecidedBy);
        }

        await File.AppendAllTextAsync(Path.Combine(bench.Repository, ".ai/project/learnings/patterns.md"), "- written by hand\n", Stop);
        await StartAsync(bench);
        Assert.Equal("Known: - Scripts use strict mode\n- written by hand\nBugs: \nBefore: planned in three parts", bench.Agents.Shell.Begun.Last().Prompt);
        Assert.Equal(2, (await bench.Learnings.ListAsync(null, null, null, null, 10, Stop)).Count);
    }

    [Fact]
    public async Task Learnings_AcceptedAllAtOnce_AreAllInTheFile()
    {
        await using var bench = await EngineBench.CreateAsync(Work);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var repository = (await bench.StateAsync((await StartAsync(bench)).Id)).Repository;
        List<Learning> proposed = [];
        for (var i = 0; i < 12; i++)
        {
            proposed.Add((await bench.Learnings.ProposeAsync(repository.Id, "bugs", $"fault {i:00}", "ann", null, Stop)).Learning!);
        }

        await Task.WhenAll(proposed.Select(l => Task.Run(() => bench.Learnings.DecideAsync(l.Id, LearningStatus.Accepted, "mara", Stop), Stop)));

        Assert.Equal(proposed.Select(l => l.Text), (await LearningFiles.ReadAsync(repository.Path, LearningKind.Bugs, Stop)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Learnings_OfNotesWithVeryMany_AreProposedUpToABound_AndTheRestIsNamedOnce()
    {
        await using var bench = await EngineBench.CreateAsync(Work);
        var path = "";
        var lines = string.Join('\n', Enumerable.Range(1, 60).Append(7).Select(i => $"- learning: bugs: fault {i:00} of the cache"));
        bench.Agents.Shell.Automatic = r =>
        {
            path = Path.Combine(r.WorkingDirectory, ".ai/project/sessions/claude-progress.txt");
            File.WriteAllText(path, File.ReadAllText(path).Replace("## Notes for Next Session\nNone", $"## Notes for Next Session\n{lines}", StringComparison.Ordinal));
            return FakeAgent.Success;
        };
        var run = await StartAsync(bench);

        var proposed = await bench.Learnings.ListAsync(null, null, null, null, 100, Stop);
        Assert.Equal(Enumerable.Range(1, 50).Select(i => $"fault {i:00} of the cache"), proposed.Select(l => l.Text).Order(StringComparer.Ordinal));
        var told = Assert.Single(await bench.EventsAsync(run.Id), e => e.Message.Contains("not proposed", StringComparison.Ordinal));
        Assert.Equal(
            (EventLevel.Warning, $"10 learnings of claude-progress.txt of shell in {FeatureOf(path)} are not proposed, from 'fault 51 of the cache' on: the first 50 of a file are; all stay in the file, "
                + "and the next ones follow when lines before them are taken out"),
            (told.Level, told.Message));
        Assert.Contains(lines, await File.ReadAllTextAsync(path, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decide_TwiceTheSame_IsRefused_AndTakingBackTakesItOutOfTheFile()
    {
        await using var bench = await EngineBench.CreateAsync(Work);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        var run = await StartAsync(bench);
        var repository = (await bench.StateAsync(run.Id)).Repository;
        var learning = (await bench.Learnings.ProposeAsync(repository.Id, "anti_patterns", "inline code", "anna", run.Id, Stop)).Learning!;
        Assert.Equal(learning.Id, (await bench.Learnings.ProposeAsync(repository.Id, "anti_patterns", "inline code", "bob", null, Stop)).Learning!.Id);

        await bench.Learnings.DecideAsync(learning.Id, LearningStatus.Accepted, "mara", Stop);
        Assert.Contains("is accepted already, by mara", (await bench.Learnings.DecideAsync(learning.Id, LearningStatus.Accepted, "mara", Stop)).Refused, StringComparison.Ordinal);
        var path = Path.Combine(bench.Repository, ".ai/project/learnings/anti_patterns.md");
        Assert.Equal("# What to avoid\n\n- inline code\n", await File.ReadAllTextAsync(path, Stop));

        await bench.Learnings.DecideAsync(learning.Id, LearningStatus.Rejected, "mara", Stop);
        Assert.Equal("# What to avoid\n\n", await File.ReadAllTextAsync(path, Stop));
    }

    [Fact]
    public async Task Propose_WithFaults_NamesAllOfThem()
    {
        await using var bench = await EngineBench.CreateAsync(Work);
        var result = await bench.Learnings.ProposeAsync(Signalbox.Engine.Identity.EntityId.New<Signalbox.Engine.Identity.RepositoryId>(), "songs", " ", "anna", null, Stop);
        Assert.Equal(["kind", "text"], result.Invalid!.Select(f => f.Field));
    }

    private static string FeatureOf(string path) => ProgressDocument.Parse(File.ReadAllText(path)).Document!.Feature;

    private static async Task<Run> StartAsync(EngineBench bench)
    {
        var run = (await bench.Service.StartAsync(EngineBench.Request() with { Overrides = new RunOverrides("shell") }, Stop)).Run!;
        await bench.DeliverAsync();
        return run;
    }
}
