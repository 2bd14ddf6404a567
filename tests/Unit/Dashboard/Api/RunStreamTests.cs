using System.Net;
using System.Net.ServerSentEvents;
using Signalbox.Dashboard.Api;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Dashboard.Api;

public sealed class RunStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_ReplaysThenFollowsEachOnceUntilTheEnd()
    {
        await using var server = await TestServer.StartAsync();
        var run = server.Engine.AddRun("DOC-1");
        server.Engine.Commit(run, Event(run, "one"));
        server.Engine.Commit(run, Event(run, "two"));
        using var client = server.Client();
        await using var stream = await client.GetStreamAsync("/api/v1/runs/DOC-1/stream", Token);
        var seen = new List<string?>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(Token))
        {
            seen.Add(item.EventId);
            if (seen.Count == 2)
            {
                server.Engine.Commit(run, Event(run, "three"));
            }
            else if (seen.Count == 3)
            {
                server.Engine.End(run, RunStatus.Completed);
            }
        }

        Assert.Equal(["1", "2", "3", "4"], seen);
    }

    [Fact]
    public async Task Stream_WithLastEventId_GoesOnAfterIt()
    {
        await using var server = await TestServer.StartAsync();
        var run = server.Engine.AddRun("DOC-1");
        server.Engine.Commit(run, Event(run, "one"));
        server.Engine.Commit(run, Event(run, "two"));
        server.Engine.End(run, RunStatus.Failed, "no");
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Last-Event-ID", "1");
        await using var stream = await client.GetStreamAsync("/api/v1/runs/DOC-1/stream", Token);
        var ids = new List<string?>();
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(Token))
        {
            ids.Add(item.EventId);
        }

        Assert.Equal(["2", "3"], ids);
    }

    [Fact]
    public async Task Stream_OfAnEndedRunAfterItsLastEvent_IsNoContentSoThatBrowsersStayAway()
    {
        await using var server = await TestServer.StartAsync();
        var run = server.Engine.AddRun("DOC-1");
        server.Engine.End(run, RunStatus.Completed);
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Last-Event-ID", "1");
        using var response = await client.GetAsync("/api/v1/runs/DOC-1/stream", Token);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task Stop_WithAStreamOpen_DoesNotWaitForIt()
    {
        await using var server = await TestServer.StartAsync();
        var run = server.Engine.AddRun("DOC-1");
        server.Engine.Commit(run, Event(run, "one"));
        using var client = server.Client();
        await using var stream = await client.GetStreamAsync("/api/v1/runs/DOC-1/stream", Token);
        await server.App.StopAsync().WaitAsync(TimeSpan.FromSeconds(10), Token);
    }

    [Fact]
    public async Task Feed_WhenTheBusLostNotices_ReadsThemFromTheStore()
    {
        var engine = new FakeEngine();
        var run = engine.AddRun("DOC-1");
        engine.Commit(run, Event(run, "one"));
        var feed = new RunEventFeed(engine.Bus, engine);
        await using var events = feed.ReadAsync(run.Run.Id, 0, Token).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());

        // Two that the bus never told, one that it does: the gap is read from the store.
        engine.Store(run, Event(run, "two"));
        engine.Store(run, Event(run, "three"));
        engine.Commit(run, Event(run, "four"));
        var seen = new List<long>();
        while (seen.Count < 3 && await events.MoveNextAsync())
        {
            seen.Add(events.Current.Sequence);
        }

        Assert.Equal([2, 3, 4], seen);
    }

    [Fact]
    public async Task Feed_WhenItsReaderStalls_LosesNothing()
    {
        var engine = new FakeEngine();
        var run = engine.AddRun("DOC-1");
        engine.Commit(run, Event(run, "first"));
        var feed = new RunEventFeed(engine.Bus, engine);
        await using var events = feed.ReadAsync(run.Run.Id, 0, Token).GetAsyncEnumerator(Token);
        Assert.True(await events.MoveNextAsync());
        for (var i = 0; i < NoticeSubscription.Capacity * 2; i++)
        {
            engine.Commit(run, Event(run, "more"));
        }

        engine.End(run, RunStatus.Completed);
        var expected = 2L;
        while (await events.MoveNextAsync())
        {
            Assert.Equal(expected++, events.Current.Sequence);
        }

        Assert.Equal((NoticeSubscription.Capacity * 2) + 3, expected);
        Assert.Equal(0, engine.Bus.SubscriberCount);
    }

    private static RunEvent Event(RunState run, string message) => new() { RunId = run.Run.Id, Message = message };
}
