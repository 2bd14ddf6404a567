using Signalbox.Engine.Identity;

namespace Signalbox.Unit.Persistence;

public abstract class RepositoryStoreTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Add_NameIsTaken_GetsANumber()
    {
        var first = await Database.Repositories.AddAsync("/a/site", "site", "main", "https://example.org/site.git", Ct);
        var second = await Database.Repositories.AddAsync("/b/site", "site", null, null, Ct);
        var third = await Database.Repositories.AddAsync("/c/site", "site", null, null, Ct);

        Assert.Equal(["site", "site-2", "site-3"], [first.Name, second.Name, third.Name]);
        Assert.Equal(("main", "https://example.org/site.git"), (first.DefaultBranch, first.Remote));
    }

    [Fact]
    public async Task Add_PathIsKnown_ReturnsTheOneThatIsThere()
    {
        var first = await Database.Repositories.AddAsync("/d/twice", "twice", "main", null, Ct);

        var second = await Database.Repositories.AddAsync("/d/twice/", "other-name", null, null, Ct);

        Assert.Equal((first.Id, "twice", "main"), (second.Id, second.Name, second.DefaultBranch));
    }

    [Fact]
    public async Task Add_SamePathAtOnce_IsOneRepository()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Database.Repositories.AddAsync("/e/once", "once", null, null, Ct), Ct)));

        Assert.Single(added.Select(r => r.Id).Distinct());
    }

    [Fact]
    public async Task Add_SameNameAtOnce_GivesEachItsOwn()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Database.Repositories.AddAsync($"/f/{i}", "many", null, null, Ct), Ct)));

        Assert.Equal(8, added.Select(r => r.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Find_IdNameOrPath_IsTheRepository()
    {
        var repository = await Database.Repositories.AddAsync("/g/findme", "findme", null, null, Ct);

        foreach (var text in (string[])[repository.Id.Value, "findme", "/g/findme", "/g/findme/"])
        {
            Assert.Equal(repository.Id, (await Database.Repositories.FindAsync(text, Ct))?.Id);
        }

        Assert.Null(await Database.Repositories.FindAsync("findm", Ct));
        Assert.Equal("/g/findme", (await Database.Repositories.GetAsync(repository.Id, Ct))!.Path);
        Assert.Null(await Database.Repositories.GetAsync(EntityId.New<RepositoryId>(), Ct));
    }

    [Fact]
    public async Task List_IsByNameInAnyCase()
    {
        await Database.Repositories.AddAsync("/h/b", "order-b", null, null, Ct);
        await Database.Repositories.AddAsync("/h/C", "order-C", null, null, Ct);
        await Database.Repositories.AddAsync("/h/A", "order-A", null, null, Ct);

        var names = (await Database.Repositories.ListAsync(Ct)).Select(r => r.Name).Where(n => n.StartsWith("order-", StringComparison.Ordinal));
        Assert.Equal(["order-A", "order-b", "order-C"], names, StringComparer.Ordinal);
    }
}
