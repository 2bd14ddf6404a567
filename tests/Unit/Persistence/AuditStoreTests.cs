using Signalbox.Engine.Audit;
using Signalbox.Engine.Identity;

namespace Signalbox.Unit.Persistence;

public abstract class AuditStoreTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task List_PageByPage_GivesEachOnce_ThoughManyAreOfOneMoment()
    {
        var target = $"T-{EntityId.New<AuditEntryId>()}";
        var entries = Enumerable.Range(0, 5).Select(i => New("run.cancel", target, seconds: i == 4 ? 1 : 0)).ToList();
        foreach (var entry in entries)
        {
            await Database.Audit.AddAsync(entry, Ct);
        }

        List<AuditEntryId> read = [];
        while (await Database.Audit.ListAsync(new AuditFilter(Target: target), read.Count == 0 ? null : read[^1], 2, Ct) is { Count: > 0 } page)
        {
            read.AddRange(page.Select(e => e.Id));
        }

        Assert.Equal(entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id.Value, StringComparer.Ordinal).Select(e => e.Id), read);
        Assert.Empty(await Database.Audit.ListAsync(new AuditFilter(Target: target), EntityId.New<AuditEntryId>(), 2, Ct));
    }

    [Fact]
    public async Task List_ByWhoAndActionAndTarget_GivesThose()
    {
        var target = $"T-{EntityId.New<AuditEntryId>()}";
        foreach (var (action, who) in ((string, string)[])[("run.cancel", "ada"), ("run.start", "bob"), ("runner.x", "ada"), ("run_", "ada")])
        {
            await Database.Audit.AddAsync(New(action, target, who: who), Ct);
        }

        Assert.Equal(["run.cancel", "run.start"], (await ListAsync(new AuditFilter(Action: "run", Target: target))).Order(StringComparer.Ordinal));
        Assert.Equal(["run.cancel"], await ListAsync(new AuditFilter(Action: "run.cancel", Target: target)));
        Assert.Equal(["run.start"], await ListAsync(new AuditFilter(Who: "bob", Target: target)));
        Assert.Empty(await ListAsync(new AuditFilter(Action: "r%", Target: target)));

        async Task<IEnumerable<string>> ListAsync(AuditFilter filter) => (await Database.Audit.ListAsync(filter, null, 10, Ct)).Select(e => e.Action);
    }

    [Fact]
    public async Task Add_Whole_IsReadBackWhole()
    {
        var target = $"T-{EntityId.New<AuditEntryId>()}";
        var entry = New("agent.change", target);
        await Database.Audit.AddAsync(entry, Ct);
        var read = Assert.Single(await Database.Audit.ListAsync(new AuditFilter(Target: target), null, 10, Ct));
        Assert.Equal((entry.Id, entry.At, entry.Who, entry.Via, entry.Address), (read.Id, read.At, read.Who, read.Via, read.Address));
        Assert.Equal((entry.Action, entry.Target, entry.Before, entry.After), (read.Action, read.Target, read.Before, read.After));
    }

    private AuditEntry New(string action, string target, int seconds = 0, string who = "ada") => new()
    {
        Id = EntityId.New<AuditEntryId>(),
        At = Database.Clock.Now.AddSeconds(seconds),
        Who = who,
        Via = AuditDoor.Browser,
        Address = "127.0.0.1",
        Action = action,
        Target = target,
        Before = """{"status":"Active"}""",
        After = null,
    };
}
