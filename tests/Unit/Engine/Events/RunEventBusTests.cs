using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;

namespace Signalbox.Unit.Engine.Events;

public sealed class RunEventBusTests
{
    private static readonly Notice.WorkflowsChanged Workflows = new();
    private static readonly Notice.AgentsChanged Agents = new();

    private readonly RunEventBus _bus = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_SeveralNotices_ReachEverySubscriberInOrder()
    {
        using var first = _bus.Subscribe();
        using var second = _bus.Subscribe();
        var notices = Enumerable.Range(1, 100).Select(n => Changed(n)).ToList();

        notices.ForEach(_bus.Publish);

        Assert.Equal(notices, await TakeAsync(first, notices.Count));
        Assert.Equal(notices, await TakeAsync(second, notices.Count));
    }

    [Fact]
    public async Task Publish_WhileTheSubscriberWaits_WakesIt()
    {
        using var subscription = _bus.Subscribe();
        var waiting = TakeAsync(subscription, 1);
        Assert.False(waiting.IsCompleted);

        _bus.Publish(Workflows);

        Assert.Equal([Workflows], await waiting);
    }

    [Fact]
    public async Task Subscribe_WithFilter_GetsOnlyWhatPasses()
    {
        using var subscription = _bus.Subscribe(n => n is Notice.AgentsChanged);

        _bus.Publish(Workflows);
        _bus.Publish(Agents);
        _bus.Publish(Changed(1));
        subscription.Dispose();

        Assert.Equal([Agents], await AllAsync(subscription));
    }

    [Fact]
    public async Task Subscribe_AfterANoticeWasPublished_DoesNotGetIt()
    {
        _bus.Publish(Workflows);
        using var subscription = _bus.Subscribe();

        _bus.Publish(Agents);

        Assert.Equal([Agents], await TakeAsync(subscription, 1));
    }

    [Fact]
    public async Task Publish_QueueJustFull_LosesNothing()
    {
        using var subscription = _bus.Subscribe();
        var notices = Enumerable.Range(1, NoticeSubscription.Capacity).Select(n => Changed(n)).ToList();

        notices.ForEach(_bus.Publish);

        Assert.Equal(notices, await TakeAsync(subscription, notices.Count));
    }

    [Fact]
    public async Task Publish_SubscriberTooSlow_GetsMissedInPlaceOfTheQueueAndThenWhatFollows()
    {
        using var slow = _bus.Subscribe();
        for (var n = 1; n <= NoticeSubscription.Capacity + 1; n++)
        {
            _bus.Publish(Changed(n));
        }

        await using var reader = slow.ReadAllAsync(Token).GetAsyncEnumerator(Token);
        Assert.True(await reader.MoveNextAsync());
        Assert.IsType<Notice.Missed>(reader.Current);

        _bus.Publish(Agents);
        Assert.True(await reader.MoveNextAsync());
        Assert.Same(Agents, reader.Current);
    }

    [Fact]
    public async Task Publish_OneSubscriberTooSlow_TheOtherMissesNothing()
    {
        using var slow = _bus.Subscribe();
        using var other = _bus.Subscribe();
        await using var reader = other.ReadAllAsync(Token).GetAsyncEnumerator(Token);

        for (var n = 1; n <= NoticeSubscription.Capacity * 2; n++)
        {
            var notice = Changed(n);
            _bus.Publish(notice);
            Assert.True(await reader.MoveNextAsync());
            Assert.Same(notice, reader.Current);
        }

        Assert.IsType<Notice.Missed>(Assert.Single(await TakeAsync(slow, 1)));
    }

    [Fact]
    public async Task Publish_NobodyReads_NeverBlocks()
    {
        using var subscription = _bus.Subscribe();

        // 100 times what the queue holds: were the bus to wait for the subscriber, this would never end.
        var publishing = Task.Run(
            () =>
            {
                for (var n = 1; n <= NoticeSubscription.Capacity * 100; n++)
                {
                    _bus.Publish(Workflows);
                }
            },
            Token);

        await publishing.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.Equal(1, _bus.SubscriberCount);
    }

    [Fact]
    public async Task Publish_FromManyThreads_KeepsTheOrderOfEachThread()
    {
        const int Threads = 4;
        const int Each = NoticeSubscription.Capacity / Threads;
        using var subscription = _bus.Subscribe();
        var runs = Enumerable.Range(0, Threads).Select(_ => EntityId.New<RunId>()).ToList();

        await Task.WhenAll(runs.Select(run => Task.Run(
            () =>
            {
                for (var n = 1; n <= Each; n++)
                {
                    _bus.Publish(Changed(n, run));
                }
            },
            Token)));

        var got = (await TakeAsync(subscription, Threads * Each)).Cast<Notice.RunChanged>().ToList();
        Assert.All(runs, run => Assert.Equal(
            Enumerable.Range(1, Each).Select(n => (long)n),
            got.Where(n => n.RunId == run).Select(n => n.Events[0].Sequence)));
    }

    [Fact]
    public async Task Dispose_Subscription_EndsTheReaderAndLeavesTheBus()
    {
        var subscription = _bus.Subscribe();
        var reading = AllAsync(subscription);
        Assert.Equal(1, _bus.SubscriberCount);

        subscription.Dispose();
        _bus.Publish(Workflows);

        Assert.Empty(await reading);
        Assert.Equal(0, _bus.SubscriberCount);
    }

    [Fact]
    public async Task Dispose_WithNoticesStillQueued_DeliversThemFirst()
    {
        var subscription = _bus.Subscribe();
        _bus.Publish(Workflows);
        _bus.Publish(Agents);

        subscription.Dispose();
        subscription.Dispose();

        Assert.Equal([Workflows, Agents], await AllAsync(subscription));
    }

    [Fact]
    public async Task ReadAllAsync_TokenCancelled_Throws()
    {
        using var subscription = _bus.Subscribe();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var reader = subscription.ReadAllAsync(stop.Token).GetAsyncEnumerator(Token);
        var waiting = reader.MoveNextAsync();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
    }

    private static Notice.RunChanged Changed(int sequence, RunId? run = null)
    {
        var id = run ?? EntityId.New<RunId>();
        return new Notice.RunChanged(id, [new RunEvent { RunId = id, Sequence = sequence, Message = "said" }]);
    }

    private static async Task<List<Notice>> TakeAsync(NoticeSubscription subscription, int count)
    {
        var taken = new List<Notice>();
        await foreach (var notice in subscription.ReadAllAsync(Token))
        {
            taken.Add(notice);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }

    private static async Task<List<Notice>> AllAsync(NoticeSubscription subscription)
    {
        var all = new List<Notice>();
        await foreach (var notice in subscription.ReadAllAsync(Token))
        {
            all.Add(notice);
        }

        return all;
    }
}
