using Signalbox.Engine.Audit;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Identity;
using Signalbox.Persistence;

namespace Signalbox.Unit.Persistence;

public abstract class ConfigurationStoreTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Add_EachNext_IsReadBackWhole_AndTheNewestIsInForce()
    {
        var begun = await Database.Configurations.NewestNumberAsync(Ct);
        var (one, two) = (New(begun + 1, "1.0.0"), New(begun + 2, "1.1.0", rolledBackFrom: "1.0.0"));
        Assert.True(await Database.Configurations.AddAsync(one, null, Ct));
        Assert.True(await Database.Configurations.AddAsync(two, null, Ct));

        var newest = (await Database.Configurations.NewestAsync(Ct))!;
        Assert.Equal((two.Id, two.Number, two.Version, two.Text, two.Sha256, two.Diff), (newest.Id, newest.Number, newest.Version, newest.Text, newest.Sha256, newest.Diff));
        Assert.Equal((two.AppliedBy, two.AppliedAt, two.RolledBackFrom), (newest.AppliedBy, newest.AppliedAt, newest.RolledBackFrom));
        Assert.Equal(two.Number, await Database.Configurations.NewestNumberAsync(Ct));
        Assert.Equal(one.Id, (await Database.Configurations.FindAsync(one.Version, Ct))!.Id);
        Assert.Null(await Database.Configurations.FindAsync("9.9.9", Ct));
        Assert.Equal([two.Id, one.Id], (await Database.Configurations.ListAsync(null, 2, Ct)).Select(v => v.Id));
        Assert.Equal([one.Id], (await Database.Configurations.ListAsync(two.Number, 1, Ct)).Select(v => v.Id));

        var applied = (await AppliedConfiguration.ReadAsync(Database.Place, Ct))!;
        Assert.Equal((two.Number, two.Version, two.Text), (applied.Number, applied.Version, applied.Text));
    }

    [Fact]
    public async Task Add_OfTwoAtOnce_IsTakenOnce_AndTheOtherLeavesNoAuditEntry()
    {
        var next = await Database.Configurations.NewestNumberAsync(Ct) + 1;
        var target = $"race-{next}";
        var taken = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => Database.Configurations.AddAsync(New(next, $"{next}.{i}.0-race"), Entry(target), Ct), Ct)));
        Assert.Equal(1, taken.Count(t => t));
        Assert.Single(await Database.Audit.ListAsync(new AuditFilter(Target: target), null, 10, Ct));
    }

    [Fact]
    public async Task Add_OfAVersionThatWasApplied_IsRefused()
    {
        var next = await Database.Configurations.NewestNumberAsync(Ct) + 1;
        var version = $"{next}.0.0-twice";
        Assert.True(await Database.Configurations.AddAsync(New(next, version), null, Ct));
        Assert.False(await Database.Configurations.AddAsync(New(next + 1, version), null, Ct));
        Assert.Equal(next, await Database.Configurations.NewestNumberAsync(Ct));
    }

    private ConfigurationVersion New(int number, string version, string? rolledBackFrom = null) => new()
    {
        Id = EntityId.New<ConfigurationVersionId>(),
        Number = number,
        Version = number > 2 && !version.Contains('-', StringComparison.Ordinal) ? $"{number}.0.0" : version,
        Text = $"version: {version}\n# ü\n",
        Sha256 = new string('a', 64),
        Diff = "--- a\n+++ b\n",
        AppliedBy = "ada",
        AppliedAt = Database.Clock.Now,
        RolledBackFrom = rolledBackFrom,
    };

    private AuditEntry Entry(string target) => new()
    {
        Id = EntityId.New<AuditEntryId>(),
        At = Database.Clock.Now,
        Who = "ada",
        Via = AuditDoor.Api,
        Action = AuditActions.ConfigurationApply,
        Target = target,
    };
}
