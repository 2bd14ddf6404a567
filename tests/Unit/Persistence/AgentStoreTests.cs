using Signalbox.Engine.Agents;

namespace Signalbox.Unit.Persistence;

public abstract class AgentStoreTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Add_NewAgent_IsReadBackWithItsHistory()
    {
        var agent = Workers.Make(Database, "reader", "review", "plan");
        (agent.Model, agent.Capacity, agent.LastHeartbeat, agent.Version) = ("m-1", 3, Database.Clock.Now, "1.2");
        var changes = agent.MoveTo(AgentStatus.Active, "registered by ann", "ann", Database.Clock.Now);

        Assert.True(await Database.AgentRegistry.AddAsync(agent, changes, Ct));
        Assert.False(await Database.AgentRegistry.AddAsync(agent, changes, Ct));

        Assert.Equivalent(agent, await Database.AgentRegistry.FindAsync("reader", Ct), strict: true);
        var history = await Database.AgentRegistry.ListChangesAsync("reader", null, 10, Ct);
        Assert.Equal(
            [(2, AgentStatus.Registering, AgentStatus.Active), (1, AgentStatus.Unregistered, AgentStatus.Registering)],
            history.Select(c => ((int)c.Sequence, c.From, c.To)));
        Assert.All(history, c => Assert.Equal(("registered by ann", "ann", Database.Clock.Now), (c.Reason, c.Actor, c.Time)));
    }

    [Fact]
    public async Task Change_ManyAtOnce_NoneIsLost()
    {
        var id = await Database.AddWorkerAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(
            () => Database.AgentRegistry.ChangeAsync(
                id,
                agent => agent.MoveTo(agent.Status == AgentStatus.Active ? AgentStatus.Inactive : AgentStatus.Active, "toggled", "test", Database.Clock.Now),
                Ct),
            Ct)));

        var agent = (await Database.AgentRegistry.FindAsync(id, Ct))!;
        Assert.Equal((AgentStatus.Active, 22L), (agent.Status, agent.Changes));
        Assert.Equal(Enumerable.Range(1, 22).Reverse(), (await Database.AgentRegistry.ListChangesAsync(id, null, 100, Ct)).Select(c => (int)c.Sequence));
        Assert.Equal([12, 11, 10], (await Database.AgentRegistry.ListChangesAsync(id, 13, 3, Ct)).Select(c => (int)c.Sequence));
        Assert.Empty(await Database.AgentRegistry.ListChangesAsync(id, 1, 3, Ct));
        Assert.Null(await Database.AgentRegistry.ChangeAsync("nobody", _ => [], Ct));
    }

    [Fact]
    public async Task Delete_AgentThatHoldsAStep_StaysUntilItHoldsNone()
    {
        var can = $"c{Guid.NewGuid():n}";
        await (await Scenario.CreateAsync(Database)).OfferAsync(Database, new Offer(can));
        var id = await Database.AddWorkerAsync(capabilities: can);
        Assert.NotNull(await Database.Claims.TryClaimAsync(id, Ct));

        Assert.False(await Database.AgentRegistry.DeleteAsync(id, Ct));
        await Database.Claims.ReturnAllAsync(id, "it left", Ct);
        Assert.True(await Database.AgentRegistry.DeleteAsync(id, Ct));

        Assert.Null(await Database.AgentRegistry.FindAsync(id, Ct));
        Assert.False(await Database.AgentRegistry.DeleteAsync(id, Ct));
    }

    [Fact]
    public async Task ListSilent_ByTheLastHeartbeat_NamesThoseOfTheStatus()
    {
        var silent = await Database.AddWorkerAsync();
        var offline = await Database.AddWorkerAsync(status: AgentStatus.Offline);
        Database.Clock.Advance(TimeSpan.FromMinutes(2));
        var loud = await Database.AddWorkerAsync();

        var found = await Database.AgentRegistry.ListSilentAsync(Database.Clock.Now - TimeSpan.FromMinutes(1), [AgentStatus.Active, AgentStatus.Inactive], Ct);

        Assert.Contains(silent, found);
        Assert.DoesNotContain(offline, found);
        Assert.DoesNotContain(loud, found);
        Assert.Contains(loud, (await Database.AgentRegistry.ListAsync(Ct)).Select(a => a.Id));
    }
}
