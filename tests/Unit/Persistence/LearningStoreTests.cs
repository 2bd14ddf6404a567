using Signalbox.Engine.Learnings;

namespace Signalbox.Unit.Persistence;

public abstract class LearningStoreTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Add_TheSameTwice_IsKeptOnce_AndListedByKindAndStatus()
    {
        var repository = (await Scenario.CreateAsync(Database)).Repository.Id;
        var (one, two) = (New("one", LearningKind.Bugs), New("two", LearningKind.Patterns));
        Assert.Equal(2, await Database.Learnings.AddAsync([one, two], Ct));
        Assert.Equal(0, await Database.Learnings.AddAsync([New("one", LearningKind.Bugs)], Ct));

        Assert.Equal(["two", "one"], (await Database.Learnings.ListAsync(repository, null, null, 10, Ct)).OrderByDescending(l => l.Text, StringComparer.Ordinal).Select(l => l.Text));
        Assert.Equal(one.Id, Assert.Single(await Database.Learnings.ListAsync(repository, LearningKind.Bugs, LearningStatus.Proposed, 10, Ct)).Id);
        Assert.Empty(await Database.Learnings.ListAsync(repository, null, LearningStatus.Accepted, 10, Ct));
        Assert.Equal(one.Id, (await Database.Learnings.FindAsync(repository, LearningKind.Bugs, one.TextHash, Ct))!.Id);
        Assert.True(await Database.Learnings.CountProposedAsync(Ct) >= 2);

        Learning New(string text, LearningKind kind) => Learning.Propose(repository, kind, text, "claude", null, Database.Clock.Now);
    }

    [Fact]
    public async Task Decide_ByTwoAtOnce_IsTakenOnce()
    {
        var repository = (await Scenario.CreateAsync(Database)).Repository.Id;
        var learning = Learning.Propose(repository, LearningKind.Bugs, "one", "claude", null, Database.Clock.Now);
        await Database.Learnings.AddAsync([learning], Ct);

        var taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(
            async () =>
            {
                var mine = (await Database.Learnings.FindAsync(learning.Id, Ct))!;
                if (mine.Status != LearningStatus.Proposed)
                {
                    return false;
                }

                mine.Decide(LearningStatus.Accepted, $"person{i}", Database.Clock.Now);
                return await Database.Learnings.DecideAsync(mine, LearningStatus.Proposed, Ct);
            },
            Ct)));

        Assert.Equal(1, taken.Count(t => t));
        var read = (await Database.Learnings.FindAsync(learning.Id, Ct))!;
        Assert.Equal((LearningStatus.Accepted, Database.Clock.Now), (read.Status, read.DecidedAt));
        Assert.StartsWith("person", read.DecidedBy, StringComparison.Ordinal);
    }
}
