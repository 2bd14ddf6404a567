using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class RunEventTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Save_ManyAtOnceWithCancels_NumbersEventsWithoutGap()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.ClaimedAsync();

        var saves = Enumerable.Range(0, 30).Select(i => Task.Run(
            () => Database.Runs.SaveAsync(
                new RunSave
                {
                    Run = state.Run,
                    Epoch = state.Run.Epoch,
                    Events = [.. Enumerable.Range(0, (i % 3) + 1).Select(n => new RunEvent { RunId = state.Run.Id, Message = $"{i}.{n}" })],
                },
                Ct),
            Ct));
        var cancels = Enumerable.Range(0, 5).Select(_ => Task.Run(() => Database.Runs.RequestCancelAsync(state.Run.Id, "ann", Ct), Ct)).ToList();
        var outcomes = await Task.WhenAll(saves);
        var asked = await Task.WhenAll(cancels);

        // 1 from adding the run, 60 saved, 1 from the cancel that was first.
        var events = await Database.Queries.EventsAsync(state.Run.Id, 0, 1000, Ct);
        Assert.Equal(Enumerable.Range(1, 62).Select(n => (long)n), events.Select(e => e.Sequence));
        Assert.Single(asked, a => a.Outcome == CancelOutcome.Requested);
        Assert.All(outcomes, o => Assert.Equal(o.Events.Select(e => e.Message), events.Where(e => o.Events.Any(s => s.Sequence == e.Sequence)).Select(e => e.Message), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Save_ClockGoesBack_TimesOfEventsDoNot()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();
        var start = Database.Clock.Now;
        Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await SaveEventAsync(state, "later");
        Database.Clock.Now = start.AddSeconds(-30);

        var outcome = await SaveEventAsync(state, "back");

        Database.Clock.Now = start;
        Assert.Equal(start.AddMinutes(1), outcome.Events[0].Time);
    }

    [Fact]
    public async Task Save_EventText_IsStoredWhateverItHolds()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();

        await Database.Runs.SaveAsync(
            new RunSave
            {
                Run = state.Run,
                Epoch = state.Run.Epoch,
                Events =
                [
                    new RunEvent
                    {
                        RunId = state.Run.Id,
                        Level = EventLevel.Warning,
                        StepId = "a",
                        StepRunId = state.Steps[0].Id,
                        Attempt = 1,
                        Transition = "Pending -> Running",
                        Reason = "why \0",
                        Message = "half \udc00",
                        Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["text"] = "nul \0 stays", ["half"] = "\ud800" },
                    },
                ],
            },
            Ct);

        var stored = (await Database.Queries.EventsAsync(state.Run.Id, 1, 10, Ct)).Single();
        Assert.Equal(("why \ufffd", "half \ufffd", "Pending -> Running"), (stored.Reason, stored.Message, stored.Transition));
        Assert.Equal(("nul \0 stays", "\ufffd"), (stored.Data["text"], stored.Data["half"]));
        Assert.Equal((EventLevel.Warning, "a", state.Steps[0].Id, 1), (stored.Level, stored.StepId, stored.StepRunId, stored.Attempt));
        Assert.Equal(state.Run.TraceId, stored.TraceId);
    }

    private Task<RunSaveOutcome> SaveEventAsync(RunState state, string message) => Database.Runs.SaveAsync(
        new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Events = [new RunEvent { RunId = state.Run.Id, Message = message }] }, Ct);
}
