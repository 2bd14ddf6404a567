using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Unit.Engine.Features;

namespace Signalbox.Unit.Persistence;

public abstract class FeatureStoreTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Add_OfSpecsOwnExample_IsReadBackWhole()
    {
        var repository = (await Scenario.CreateAsync(Database)).Repository.Id;
        var feature = New(repository, SpecExample.Text);
        Assert.True(await Database.Features.AddAsync(feature, Ct));
        Assert.False(await Database.Features.AddAsync(New(repository, SpecExample.Text), Ct));

        var read = (await Database.Features.GetAsync(feature.Id, Ct))!;
        Assert.Equal(SpecExample.Text, read.Text);
        Assert.Equal((feature.Slug, feature.Name, feature.Priority, feature.Status, feature.CreatedAt), (read.Slug, read.Name, read.Priority, read.Status, read.CreatedAt));
        Assert.Equal(feature.Tasks, read.Tasks);
        Assert.Equal(feature.Id, Assert.Single(await Database.Features.FindAsync(feature.Slug, Ct), f => f.RepositoryId == repository).Id);
        Assert.Equal(feature.Id, Assert.Single(await Database.Features.ListAsync(repository, null, 10, Ct)).Id);
    }

    [Fact]
    public async Task Save_OfWhatChanged_IsReadBack()
    {
        var feature = New((await Scenario.CreateAsync(Database)).Repository.Id, SpecExample.Text);
        await Database.Features.AddAsync(feature, Ct);
        var run = EntityId.New<RunId>();
        feature.Start(run, "made", [new FeatureTaskLink("BE-001", "be-001", StepStatus.Failed, "no", Verified: false)], "ada", Database.Clock.Now);
        feature.MoveTo(FeatureStatus.Blocked, "why", "ada", Database.Clock.Now);
        feature.Tick("key", holds: true, "bob", Database.Clock.Now);
        Assert.True(await Database.Features.SaveAsync(feature, Ct));

        var read = (await Database.Features.OfRunAsync(run, Ct))!;
        Assert.Equal((2, FeatureStatus.Blocked, "why", FeatureStatus.InProgress, true, "made", "bob"), (read.Revision, read.Status, read.StatusReason!, read.BlockedFrom!.Value, read.IsHeld, read.Workflow!, read.UpdatedBy));
        Assert.Equal(feature.Text, read.Text);
        Assert.Equal(feature.Tasks, read.Tasks);
        Assert.Equal([new FeatureTick("key", "bob", Database.Clock.Now)], read.Ticks);
        Assert.Equal(2, feature.Revision);
    }

    [Fact]
    public async Task Save_OfWhatSomebodyElseSaved_IsRefused()
    {
        var feature = New((await Scenario.CreateAsync(Database)).Repository.Id, SpecExample.Text);
        await Database.Features.AddAsync(feature, Ct);
        var (mine, yours) = ((await Database.Features.GetAsync(feature.Id, Ct))!, (await Database.Features.GetAsync(feature.Id, Ct))!);
        mine.Tick("mine", holds: true, "ada", Database.Clock.Now);
        yours.Tick("yours", holds: true, "bob", Database.Clock.Now);

        Assert.True(await Database.Features.SaveAsync(mine, Ct));
        Assert.False(await Database.Features.SaveAsync(yours, Ct));
        Assert.Equal(["mine"], (await Database.Features.GetAsync(feature.Id, Ct))!.Ticks.Select(t => t.Key));
        Assert.Equal(1, yours.Revision);
    }

    [Fact]
    public async Task List_IsOfWhatChangedLast_AndFollowedAreThoseWithARunThatAreNotCompleted()
    {
        var repository = (await Scenario.CreateAsync(Database)).Repository.Id;
        var (held, done, waits) = (New(repository, Named("held")), New(repository, Named("done")), New(repository, Named("waits")));
        foreach (var feature in (Feature[])[held, done, waits])
        {
            Assert.True(await Database.Features.AddAsync(feature, Ct));
        }

        held.Start(EntityId.New<RunId>(), "held", [], "ada", Database.Clock.Now.AddMinutes(1));
        held.MoveTo(FeatureStatus.Blocked, "why", "ada", Database.Clock.Now.AddMinutes(1));
        done.Start(EntityId.New<RunId>(), "done", [], "ada", Database.Clock.Now.AddMinutes(2));
        done.MoveTo(FeatureStatus.Review, null, Feature.Engine, Database.Clock.Now.AddMinutes(2));
        done.MoveTo(FeatureStatus.Completed, null, "ada", Database.Clock.Now.AddMinutes(2));
        Assert.True(await Database.Features.SaveAsync(held, Ct));
        Assert.True(await Database.Features.SaveAsync(done, Ct));

        Assert.Equal(["done", "held", "waits"], (await Database.Features.ListAsync(repository, null, 10, Ct)).Select(f => f.Slug));
        var followed = await Database.Features.FollowedAsync(Ct);
        Assert.True(followed[held.RunId!.Value]);
        Assert.DoesNotContain(done.RunId!.Value, followed.Keys);
    }

    [Fact]
    public async Task List_PageByPage_GivesEachOnce_ThoughManyWereChangedAtOneMoment()
    {
        var repository = (await Scenario.CreateAsync(Database)).Repository.Id;
        var features = Enumerable.Range(0, 5).Select(i => New(repository, Named($"feature-{i}"))).ToList();
        foreach (var feature in features)
        {
            Assert.True(await Database.Features.AddAsync(feature, Ct));
        }

        List<FeatureId> read = [];
        while (await Database.Features.ListAsync(repository, read.Count == 0 ? null : read[^1], 2, Ct) is { Count: > 0 } page)
        {
            read.AddRange(page.Select(f => f.Id));
        }

        Assert.Equal(features.OrderByDescending(f => f.UpdatedAt).ThenByDescending(f => f.Id.Value, StringComparer.Ordinal).Select(f => f.Id), read);
        Assert.Empty(await Database.Features.ListAsync(repository, EntityId.New<FeatureId>(), 2, Ct));
    }

    [Fact]
    public async Task Remove_IsDoneOnce()
    {
        var feature = New((await Scenario.CreateAsync(Database)).Repository.Id, SpecExample.Text);
        await Database.Features.AddAsync(feature, Ct);

        Assert.True(await Database.Features.RemoveAsync(feature.Id, Ct));
        Assert.False(await Database.Features.RemoveAsync(feature.Id, Ct));
        Assert.Null(await Database.Features.GetAsync(feature.Id, Ct));
    }

    private static string Named(string id) => SpecExample.Text.Replace("workflow-improvements-2026", id, StringComparison.Ordinal);

    private Feature New(RepositoryId repository, string text) => Feature.Create(repository, FeatureSpecFile.Read(text, "spec.yaml").Spec!, text, "ada", Database.Clock.Now);
}
