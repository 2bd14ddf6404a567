using Signalbox.Engine.Identity;
using Signalbox.Engine.Trust;

namespace Signalbox.Unit.Persistence;

public abstract class TrustModelStoreTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Add_Versions_AreCountedInTheirScopeAndNeverChanged()
    {
        var (one, two) = (EntityId.New<RepositoryId>().Value, EntityId.New<RepositoryId>().Value);

        var first = await Database.TrustModels.AddAsync(New(one, "a"), Ct);
        var second = await Database.TrustModels.AddAsync(New(one, "b"), Ct);
        var other = await Database.TrustModels.AddAsync(New(two, "a"), Ct);

        Assert.Equal((1, 2, 1), (first.Number, second.Number, other.Number));
        Assert.Equal(second.Id, await Database.TrustModels.NewestAsync(one, Ct));
        Assert.Equal(["b", "a"], (await Database.TrustModels.ListAsync(one, null, 10, Ct)).Select(v => v.Text));
        var read = (await Database.TrustModels.FindAsync(first.Id, Ct))!;
        Assert.Equal((one, 1, "a", "sha-a", "trust_model.yaml", "ann", first.CreatedAt), (read.Scope, read.Number, read.Text, read.Sha256, read.File, read.CreatedBy, read.CreatedAt));
        Assert.Equal(first.Id, Assert.Single(await Database.TrustModels.ListAsync(one, second.Id, 10, Ct)).Id);
        var all = (await Database.TrustModels.ListAsync(null, null, 100, Ct)).Select(v => v.Id).ToList();
        Assert.Equal(all[1..], (await Database.TrustModels.ListAsync(null, all[0], 100, Ct)).Select(v => v.Id));
        Assert.Empty(await Database.TrustModels.ListAsync(one, EntityId.New<TrustModelId>(), 10, Ct));
        Assert.Null(await Database.TrustModels.NewestAsync(EntityId.New<RepositoryId>().Value, Ct));
        Assert.Null(await Database.TrustModels.FindAsync(EntityId.New<TrustModelId>(), Ct));
        Assert.Contains(await Database.TrustModels.ListAsync(null, null, 100, Ct), v => v.Id == other.Id);
    }

    [Fact]
    public async Task Add_TheNewestTextAgain_IsNoNewVersion_AnOlderOneIs()
    {
        var scope = EntityId.New<RepositoryId>().Value;
        var first = await Database.TrustModels.AddAsync(New(scope, "a"), Ct);

        Assert.Equal(first.Id, (await Database.TrustModels.AddAsync(New(scope, "a"), Ct)).Id);
        await Database.TrustModels.AddAsync(New(scope, "b"), Ct);
        Assert.Equal(3, (await Database.TrustModels.AddAsync(New(scope, "a"), Ct)).Number);
    }

    [Fact]
    public async Task Add_ManyAtOnce_EachGetsANumberOfItsOwn()
    {
        var scope = EntityId.New<RepositoryId>().Value;

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Database.TrustModels.AddAsync(New(scope, $"text {i}"), Ct), Ct)));

        Assert.Equal(Enumerable.Range(1, 8), added.Select(a => a.Number).Order());
    }

    private TrustModelVersion New(string scope, string text) => new()
    {
        Id = EntityId.New<TrustModelId>(),
        Scope = scope,
        Number = 0,
        Text = text,
        Sha256 = $"sha-{text}",
        File = "trust_model.yaml",
        CreatedBy = "ann",
        CreatedAt = Database.Clock.Now,
    };
}
