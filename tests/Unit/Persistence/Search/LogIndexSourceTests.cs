using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Persistence.Search;

namespace Signalbox.Unit.Persistence.Search;

public abstract class LogIndexSourceTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Streams_OfARunThatHasNotEnded_SayWhereTheyBelongAndHowFarTheyAre()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();
        Assert.True(await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, new LogPosition(0, 0, false), "one\n", "two\n"), Ct));
        var source = new LogIndexSource(Database.Database);
        foreach (var since in new DateTimeOffset?[] { null, DateTimeOffset.MaxValue })
        {
            var stream = Assert.Single(await source.StreamsAsync(since, Ct), s => s.AttemptId == attempt.Id);
            Assert.Equal((state.Run.Id, state.Run.Key, state.Run.Workflow, "a", 1), (stream.RunId, stream.RunKey, stream.Workflow, stream.Step, stream.Attempt));
            Assert.Equal((8, false), (stream.Offset, stream.Complete));
        }

        Assert.Null(await source.FirstLineWithoutTextAsync(attempt.Id, LogStream.Stdout, Ct));
        Assert.True(await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, new LogPosition(8, 2, false), new string('x', TestDatabase.MaxLogBytes) + "\n"), Ct));
        Assert.Equal(3, await source.FirstLineWithoutTextAsync(attempt.Id, LogStream.Stdout, Ct));
        Assert.Equal([attempt.Id], await source.ExistingAsync([attempt.Id, EntityId.New<AttemptId>()], Ct));
    }
}
