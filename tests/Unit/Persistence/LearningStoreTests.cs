using Signalbox.Engine.Identity;
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

        Assert.Equal(["two", "one"], (await Database.Learnings.ListAsync(repository, null, null, null, 10, Ct)).OrderByDescending(l => l.Text, StringComparer.Ordinal).Select(l => l.Text));
        Assert.Equal(one.Id, Assert.Single(await Database.Learnings.ListAsync(repository, LearningKind.Bugs, LearningStatus.Proposed, null, 10, Ct)).Id);
        Assert.Empty(await Database.Learnings.ListAsync(repository, null, LearningStatus.Accepted, null, 10, Ct));
        Assert.Equal(one.Id, (await Database.Learnings.FindAsync(repository, LearningKind.Bugs, one.TextHash, Ct))!.Id);
        Assert.True(await Database.Learnings.CountProposedAsync(Ct) >= 2);

        Learning New(string text, LearningKind kind) => Learning.Propose(repository, kind, text, "claude", null, Database.Clock.Now);
    }

    [Fact]
    public async Task List_PageByPage_GivesEachOnce_ThoughManyWereProposedAtOneMoment()
    {
        var repository = (await Scenario.CreateAsync(Database)).Repository.Id;
        var learnings = Enumerable.Range(0, 5)
            .Select(i => Learning.Propose(repository, LearningKind.Bugs, $"text {i}", "claude", null, Database.Clock.Now.AddSeconds(i == 4 ? 1 : 0))).ToList();
        await Database.Learnings.AddAsync(learnings, Ct);

        List<LearningId> read = [];
        while (await Database.Learnings.ListAsync(repository, null, null, read.Count == 0 ? null : read[^1], 2, Ct) is { Count: > 0 } page)
        {
            read.AddRange(page.Select(l => l.Id));
        }

        Assert.Equal(learnings.OrderByDescending(l => l.CreatedAt).ThenByDescending(l => l.Id.Value, StringComparer.Ordinal).Select(l => l.Id), read);
        Assert.Empty(await Database.Learnings.ListAsync(repository, null, null, EntityId.New<LearningId>(), 2, Ct));
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
