using Microsoft.Extensions.DependencyInjection;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Cluster;

namespace Signalbox.Unit.Persistence;

/// <summary>Several servers on one PostgreSQL: leases by the database's clock, and claims that go by them.</summary>
public sealed class NodeStoreTests(PostgresTestDatabase database) : ConformanceTests(database), IClassFixture<PostgresTestDatabase>
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly RunLimits NoLimits = new(1_000, 1_000);
    private static int s_count;

    [Fact]
    public async Task Enter_NewProcessOfTheSameDirectory_HasThePlaceAtOnce()
    {
        await using var server = Database.Server();
        var nodes = server.GetRequiredService<INodeStore>();
        var (first, second) = (NewNode(), NewNode());
        second = second with { Id = first.Id };

        Assert.Null(await nodes.EnterAsync(Entry(first), Lease, Ct));
        Assert.Null(await nodes.EnterAsync(Entry(second), Lease, Ct));

        Assert.False(await nodes.RenewAsync(first, Lease, Ct));
        Assert.True(await nodes.RenewAsync(second, Lease, Ct));
    }

    [Theory]
    [InlineData("/elsewhere", "boot")]
    [InlineData("/data", "another boot")]
    public async Task Enter_AnotherDirectoryOrMachineWhileTheLeaseHolds_IsRefused(string directory, string boot)
    {
        await using var server = Database.Server();
        var nodes = server.GetRequiredService<INodeStore>();
        var node = NewNode();
        Assert.Null(await nodes.EnterAsync(Entry(node), Lease, Ct));

        var other = await nodes.EnterAsync(new NodeEntry(node with { Instance = "copy" + node.Instance }, directory, boot, "1"), Lease, Ct);

        Assert.Equal((node.Id, "/data"), (other!.Id, other.Directory));
        Assert.InRange(other.LeaseLeft, TimeSpan.FromMinutes(9), Lease);
        Assert.True(await nodes.RenewAsync(node, Lease, Ct));
    }

    [Fact]
    public async Task Enter_AnotherMachineWhenTheLeaseIsOver_HasThePlace()
    {
        await using var server = Database.Server();
        var nodes = server.GetRequiredService<INodeStore>();
        var node = NewNode();
        Assert.Null(await nodes.EnterAsync(Entry(node), TimeSpan.Zero, Ct));

        Assert.Null(await nodes.EnterAsync(new NodeEntry(node with { Instance = "next" + node.Instance }, "/elsewhere", "another boot", "1"), Lease, Ct));
    }

    [Fact]
    public async Task TakeMissed_LeaseIsOver_IsToldOnceUntilItLivesAgain()
    {
        await using var server = Database.Server();
        var nodes = server.GetRequiredService<INodeStore>();
        var (gone, alive) = (NewNode(), NewNode());
        await nodes.EnterAsync(Entry(alive), Lease, Ct);
        await nodes.EnterAsync(Entry(gone), TimeSpan.Zero, Ct);

        var missed = await nodes.TakeMissedAsync(Ct);
        Assert.Contains(gone.Id, missed, StringComparer.Ordinal);
        Assert.DoesNotContain(alive.Id, missed, StringComparer.Ordinal);
        Assert.DoesNotContain(gone.Id, await nodes.TakeMissedAsync(Ct), StringComparer.Ordinal);

        await nodes.RenewAsync(gone, TimeSpan.Zero, Ct);
        Assert.Contains(gone.Id, await nodes.TakeMissedAsync(Ct), StringComparer.Ordinal);
    }

    [Fact]
    public async Task TryClaim_HeldByAProcessThatLives_IsNullAndTheSweepLeavesIt()
    {
        var (a, b) = await TwoNodesAsync(Lease);
        await using var first = Database.Server(a);
        await using var second = Database.Server(b);
        var run = await HeldAsync(first, a, home: null);

        var claim = await ClaimAsync(second, run.Id, b, 1);

        Assert.Null(claim.State);
        Assert.Null(claim.Home);
        Assert.DoesNotContain(await UnclaimedAsync(second), w => w.RunId == run.Id);
    }

    [Fact]
    public async Task TryClaim_LeaseOfTheHolderIsOver_TakesItOverAndTheOldWriterIsRefused()
    {
        var (a, b) = await TwoNodesAsync(TimeSpan.Zero);
        await using var first = Database.Server(a);
        await using var second = Database.Server(b);
        var run = await HeldAsync(first, a, home: a.Id);
        Assert.Contains(await UnclaimedAsync(second), w => w.RunId == run.Id);

        var claim = await ClaimAsync(second, run.Id, b, 1);

        Assert.Equal(run.Epoch + 1, claim.State!.Run.Epoch);
        Assert.False((await Runs(first).SaveAsync(new RunSave { Run = run, Epoch = run.Epoch }, Ct)).Saved);
    }

    [Fact]
    public async Task TryClaim_OwnClaimOfBefore_IsTakenThoughThisProcessLives()
    {
        var (a, _) = await TwoNodesAsync(Lease);
        await using var server = Database.Server(a);
        var run = await HeldAsync(server, a, home: a.Id);

        // No executor of this process has it: the token is not among those that it names.
        Assert.Contains(await UnclaimedAsync(server), w => w.RunId == run.Id);
        Assert.NotNull((await ClaimAsync(server, run.Id, a, 2)).State);
    }

    [Fact]
    public async Task TryClaim_AtHomeOnANodeThatLives_NamesThatNode()
    {
        var (a, b) = await TwoNodesAsync(Lease);
        await using var first = Database.Server(a);
        await using var second = Database.Server(b);
        var run = await HeldAsync(first, a, home: a.Id);
        Assert.True((await Runs(first).SaveAsync(new RunSave { Run = run, Epoch = run.Epoch, Release = true }, Ct)).Saved);

        var claim = await ClaimAsync(second, run.Id, b, 1);

        Assert.Null(claim.State);
        Assert.Equal(a.Id, claim.Home);
        Assert.NotNull((await ClaimAsync(first, run.Id, a, 3)).State);
    }

    [Fact]
    public async Task ClaimStep_RunIsAtHomeOnAnotherNode_IsGivenByThatNodeOnly()
    {
        var (a, b) = await TwoNodesAsync(Lease);
        await using var first = Database.Server(a);
        await using var second = Database.Server(b);
        var can = $"c{Guid.NewGuid():n}";
        var (ofA, ofB, ofNone) = (await OfferedAsync(can, a.Id), await OfferedAsync(can, b.Id), await OfferedAsync(can, home: null));
        var worker = await Database.AddWorkerAsync(capabilities: can);

        Assert.Equal([ofB, ofNone], await ClaimStepsAsync(second, worker));
        Assert.DoesNotContain(await UnclaimedAsync(second), w => w.RunId == ofA);
        Assert.Equal([ofA], await ClaimStepsAsync(first, worker));
    }

    [Fact]
    public async Task ClaimStep_NodeOfItsRunIsGone_HasTheRunTakenOver()
    {
        var (a, b) = await TwoNodesAsync(TimeSpan.Zero);
        await using var second = Database.Server(b);
        var can = $"c{Guid.NewGuid():n}";
        var run = await OfferedAsync(can, a.Id);

        Assert.Empty(await ClaimStepsAsync(second, await Database.AddWorkerAsync(capabilities: "another")));
        Assert.DoesNotContain(await UnclaimedAsync(second), w => w.RunId == run);
        var worker = await Database.AddWorkerAsync(capabilities: can);
        Assert.Empty(await ClaimStepsAsync(second, worker));
        Assert.Empty(await ClaimStepsAsync(second, worker));

        var wakeUp = Assert.Single(await UnclaimedAsync(second), w => w.RunId == run);
        Assert.Equal(1, wakeUp.Wake); // woken once, however often workers ask
        Assert.NotNull((await ClaimAsync(second, run, b, 1)).State);
    }

    [Fact]
    public async Task Channel_MessagesOfOneServer_ReachAnother()
    {
        await using var first = Database.Server();
        await using var second = Database.Server();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var received = System.Threading.Channels.Channel.CreateUnbounded<string>();
        var listening = second.GetRequiredService<INodeChannel>().ListenAsync(began.SetResult, m => received.Writer.TryWrite(m), done.Token);
        await began.Task.WaitAsync(Ct);

        await first.GetRequiredService<INodeChannel>().SendAsync(["one|a", "two|b"], Ct);

        Assert.Equal("one|a", await received.Reader.ReadAsync(Ct));
        Assert.Equal("two|b", await received.Reader.ReadAsync(Ct));
        await done.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listening);
    }

    private static IRunStore Runs(ServiceProvider server) => server.GetRequiredService<IRunStore>();

    private static Task<RunClaim> ClaimAsync(ServiceProvider server, RunId run, ServerNode node, int claim) =>
        Runs(server).TryClaimAsync(run, $"{node.Instance}:{claim}", [], NoLimits, Ct);

    private static Task<IReadOnlyList<RunWakeUp>> UnclaimedAsync(ServiceProvider server) =>
        Runs(server).ListUnclaimedAsync([], NoLimits, TimeProvider.System.GetUtcNow(), Ct);

    /// <summary>The runs of the steps that a worker gets.</summary>
    private static async Task<IReadOnlyList<RunId>> ClaimStepsAsync(ServiceProvider server, string worker)
    {
        List<RunId> runs = [];
        while (await server.GetRequiredService<IClaimStore>().TryClaimAsync(worker, Ct) is { } write)
        {
            runs.Add(write.Claim!.RunId);
        }

        return runs;
    }

    /// <summary>A run that rests until a worker claims its step.</summary>
    private async Task<RunId> OfferedAsync(string can, string? home)
    {
        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        var (state, _) = await (await Scenario.CreateAsync(Database)).OfferAsync(Database, new Offer(can));
        state.Run.MoveTo(RunStatus.Waiting, "as the test wants", Database.Clock.Now);
        state.Run.Home = home;
        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Move = true, Release = true, SeenWake = state.Run.Wake }, Ct)).Saved);
        return state.Run.Id;
    }

    private static NodeEntry Entry(ServerNode node) => new(node, "/data", "boot", "1");

    private static ServerNode NewNode()
    {
        var number = Interlocked.Increment(ref s_count);
        return new ServerNode($"node-{number}", $"process{number}");
    }

    /// <summary>The first with this lease, the second alive.</summary>
    private async Task<(ServerNode First, ServerNode Second)> TwoNodesAsync(TimeSpan lease)
    {
        await using var server = Database.Server();
        var nodes = server.GetRequiredService<INodeStore>();
        var (first, second) = (NewNode(), NewNode());
        Assert.Null(await nodes.EnterAsync(Entry(first), lease, Ct));
        Assert.Null(await nodes.EnterAsync(Entry(second), Lease, Ct));
        return (first, second);
    }

    /// <summary>A run under way that this node holds.</summary>
    private async Task<Run> HeldAsync(ServiceProvider server, ServerNode node, string? home)
    {
        var added = await (await Scenario.CreateAsync(Database)).AddAsync();
        var run = (await ClaimAsync(server, added.Id, node, 1)).State!.Run;
        run.MoveTo(RunStatus.Running, null, Database.Clock.Now);
        run.Home = home;
        Assert.True((await Runs(server).SaveAsync(new RunSave { Run = run, Epoch = run.Epoch, Move = true }, Ct)).Saved);
        return run;
    }
}
