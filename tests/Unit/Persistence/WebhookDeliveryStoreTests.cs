using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Webhooks;

namespace Signalbox.Unit.Persistence;

/// <summary>What is told outside is written with what happened, and taken by one server at a time.</summary>
public abstract class WebhookDeliveryStoreTests(TestDatabase database) : ConformanceTests(database)
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Save_AnEventThatIsTold_IsTakenByOneAndAgainWhenThatOneDies()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();
        var outcome = await SaveAsync(state, New(state, "Running -> Completed"), New(state, null));
        var now = Database.Clock.Now;

        var first = (await TakeAsync(state.Run.Id, now))!;
        Assert.Equal(($"run.completed:{state.Run.Id}:{outcome.Events[0].Sequence}", "run.completed", outcome.Events[0].Sequence, 1), (first.Id, first.Kind, first.Sequence, first.Attempts));
        Assert.Equal((now + Hold, null, null), (first.NextAt, first.Body, first.ApprovalId));
        Assert.Null(await TakeAsync(state.Run.Id, now));

        var again = (await TakeAsync(state.Run.Id, now + Hold))!;
        Assert.Equal((first.Id, 2), (again.Id, again.Attempts));
        first.DeliveredAt = now;
        Assert.False(await Database.Deliveries.KeepAsync(first, Ct));

        (again.Body, again.Fault, again.NextAt) = ("{}", "away", now + (2 * Hold));
        Assert.True(await Database.Deliveries.KeepAsync(again, Ct));
        Assert.Null(await TakeAsync(state.Run.Id, now + Hold));
        var last = (await TakeAsync(state.Run.Id, now + (2 * Hold)))!;
        Assert.Equal(("{}", "away", 3), (last.Body, last.Fault, last.Attempts));

        (last.DeliveredAt, last.NextAt, last.Fault) = (now, null, null);
        Assert.True(await Database.Deliveries.KeepAsync(last, Ct));
        Assert.Null(await TakeAsync(state.Run.Id, now + TimeSpan.FromDays(1)));
        var listed = Assert.Single(await Database.Deliveries.ListAsync(null, 100, Ct), d => d.RunId == state.Run.Id);
        Assert.Equal((now, null, null), (listed.DeliveredAt, listed.NextAt, listed.Fault));
    }

    [Fact]
    public async Task Save_WithAnOldEpoch_TellsNothing()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync("late");
        await Database.Runs.ClaimAsync(state.Run.Id, "next", ["next"], Ct);

        Assert.False((await SaveAsync(state, New(state, "Running -> Failed"))).Saved);

        Assert.DoesNotContain(await Database.Deliveries.ListAsync(null, 100, Ct), d => d.RunId == state.Run.Id);
    }

    [Fact]
    public async Task ForgetAndDrop_LeaveWhatStillWaits()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (done, waiting, dropped) = (await scenario.ClaimedAsync(), await scenario.ClaimedAsync(), await scenario.ClaimedAsync());
        foreach (var state in (RunState[])[done, waiting, dropped])
        {
            await SaveAsync(state, New(state, "Running -> Failed"));
        }

        var told = (await TakeAsync(done.Run.Id, Database.Clock.Now))!;
        (told.NextAt, told.Fault) = (null, "given up");
        await Database.Deliveries.KeepAsync(told, Ct);
        await Database.Deliveries.DropAsync((await TakeAsync(dropped.Run.Id, Database.Clock.Now + Hold))!.Id, Ct);
        await Database.Deliveries.ForgetAsync(Database.Clock.Now + TimeSpan.FromHours(1), Ct);

        var left = (await Database.Deliveries.ListAsync(null, 100, Ct)).Select(d => d.RunId).ToList();
        Assert.Contains(waiting.Run.Id, left);
        Assert.DoesNotContain(done.Run.Id, left);
        Assert.DoesNotContain(dropped.Run.Id, left);
    }

    [Fact]
    public async Task List_PageByPage_HasEachOnceNewestFirst()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();
        await SaveAsync(state, [.. Enumerable.Range(0, 5).Select(_ => New(state, "Running -> Failed"))]);

        List<WebhookDelivery> read = [];
        while (await Database.Deliveries.ListAsync(read.Count == 0 ? null : read[^1].Id, 2, Ct) is { Count: > 0 } page)
        {
            read.AddRange(page);
        }

        Assert.Equal((await Database.Deliveries.ListAsync(null, 1000, Ct)).Select(d => d.Id), read.Select(d => d.Id));
        Assert.Equal(5, read.Count(d => d.RunId == state.Run.Id));
        Assert.Empty(await Database.Deliveries.ListAsync("nothing", 10, Ct));
    }

    /// <summary>Takes what is due until the run's comes.</summary>
    private async Task<WebhookDelivery?> TakeAsync(RunId run, DateTimeOffset now)
    {
        while (await Database.Deliveries.TakeAsync(now, now + Hold, Ct) is { } taken)
        {
            if (taken.RunId == run)
            {
                return taken;
            }
        }

        return null;
    }

    private Task<RunSaveOutcome> SaveAsync(RunState state, params RunEvent[] events) =>
        Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Events = events }, Ct);

    private static RunEvent New(RunState state, string? transition) => new() { RunId = state.Run.Id, Transition = transition, Message = "m" };
}
