using Signalbox.Engine.Features;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Features;

/// <summary>A feature that is started while it cannot be, or more than once.</summary>
public sealed class FeatureRestartTests : IDisposable
{
    private readonly FeatureScene scene = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_AskedForAgain_NamesTheSameRunUntilOneIsLinked()
    {
        var feature = (await scene.ImportAsync(FeatureScene.Spec)).Feature!;
        scene.Engine.OnStart = _ => new StartRunResult { Refused = "the server stops" };
        Assert.Equal("the server stops", (await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token)).Refused);
        var run = scene.Run("NTS-1", "be-001", "be-002");
        scene.Engine.OnStart = _ => new StartRunResult { Run = run.Run };
        Assert.Equal(run.Run.Id, (await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token)).Feature!.RunId);

        run.Run.MoveTo(RunStatus.Failed, "step be-001 failed", run.Run.CreatedAt);
        await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token);

        var asked = scene.Engine.Started.Select(s => s.Id).ToList();
        Assert.NotNull(asked[0]);
        Assert.Equal(asked[0], asked[1]);
        Assert.NotEqual(asked[1], asked[2]);
    }

    [Fact]
    public async Task Start_AfterARefusalAndAnEdit_ReplacesItsOwnWorkflow()
    {
        var feature = (await scene.ImportAsync(FeatureScene.Spec)).Feature!;
        scene.Engine.OnStart = _ => new StartRunResult { Refused = "the server stops" };
        await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token);
        await scene.ImportAsync(FeatureScene.Spec.Replace("title: Show", "title: Show all", StringComparison.Ordinal));

        Assert.Equal("the server stops", (await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token)).Refused);
        Assert.Contains("Show all", await File.ReadAllTextAsync(scene.PathOf(".signalbox", "workflows", "notes.yaml"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AfterTheServerDiedBesideTheFile_ReplacesItThoughTheSpecWasEdited()
    {
        var feature = (await scene.ImportAsync(FeatureScene.Spec)).Feature!;
        scene.Engine.OnStart = _ => throw new IOException("the power is gone");
        await Assert.ThrowsAsync<IOException>(() => scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token));
        Assert.Null(feature.Workflow);
        await scene.ImportAsync(FeatureScene.Spec.Replace("title: Show", "title: Show all", StringComparison.Ordinal));

        scene.Engine.OnStart = _ => new StartRunResult { Run = scene.Run("NTS-1", "be-001", "be-002").Run };
        Assert.Null((await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token)).Refused);
        Assert.Contains("Show all", await File.ReadAllTextAsync(scene.PathOf(".signalbox", "workflows", "notes.yaml"), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhereAPersonChangedTheWorkflow_IsRefusedAndLeavesTheChange()
    {
        var (feature, run) = await scene.StartAsync();
        run.Run.MoveTo(RunStatus.Failed, "step be-001 failed", run.Run.CreatedAt);
        var file = scene.PathOf(".signalbox", "workflows", "notes.yaml");
        var changed = await File.ReadAllTextAsync(file, Token) + "# with care\n";
        await File.WriteAllTextAsync(file, changed, Token);

        Assert.Equal(
            "web has 'notes', which was changed since the feature wrote it: put the change into the spec, or give the changed one another name",
            (await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token)).Refused);
        Assert.Equal(changed, await File.ReadAllTextAsync(file, Token));
        Assert.Single(scene.Engine.Started);

        File.Move(file, scene.PathOf(".signalbox", "workflows", "mine.yaml"));
        scene.Engine.OnStart = _ => new StartRunResult { Run = scene.Run("NTS-2", "be-001", "be-002").Run };
        Assert.Null((await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token)).Refused);
    }

    [Fact]
    public async Task Start_AfterTheFileWentThroughAnotherSystemsLineEnds_ReplacesIt()
    {
        var (feature, run) = await scene.StartAsync();
        run.Run.MoveTo(RunStatus.Failed, "step be-001 failed", run.Run.CreatedAt);
        var file = scene.PathOf(".signalbox", "workflows", "notes.yaml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Token)).ReplaceLineEndings("\r\n"), Token);

        Assert.Null((await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token)).Refused);
    }

    [Fact]
    public async Task Start_WhileAPersonBlocksIt_IsRefusedWithTheReason()
    {
        var feature = (await scene.ImportAsync(FeatureScene.Spec)).Feature!;
        await scene.Desk.BlockAsync(feature.Id, "the price is wrong", "ada", Token);

        Assert.Equal("notes is blocked (the price is wrong): unblock it first", (await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "bob", Token)).Refused);
        Assert.Empty(scene.Engine.Started);
    }

    [Fact]
    public async Task Start_WhileItsTasksAreAtWork_IsRefused()
    {
        var (feature, _) = await scene.StartAsync();

        Assert.Equal("the tasks of notes are at work in NTS-1 already", (await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token)).Refused);
        Assert.Single(scene.Engine.Started);
    }

    [Fact]
    public async Task Start_AfterAFailedRun_HasItsCommandsProveThemselvesAgain()
    {
        var (feature, run) = await scene.StartAsync();
        var first = run.Latest("be-001")!;
        first.MoveTo(StepStatus.Running, null, run.Run.CreatedAt);
        first.Verified = true;
        first.MoveTo(StepStatus.Completed, null, run.Run.CreatedAt);
        run.Run.MoveTo(RunStatus.Failed, "step be-002 failed", run.Run.CreatedAt);
        feature = await scene.FollowAsync(run);
        var readable = FeatureChecklist.Of(FeatureSpecFile.Read(feature.Text, "").Spec!).Single(c => string.Equals(c.Text, "Readable", StringComparison.Ordinal));
        await scene.Desk.TickAsync(feature.Id, readable.Key, holds: true, "ada", Token);
        Assert.Equal(["verify", "verify", "ada"], feature.Ticks.Select(t => t.By));

        var again = scene.Run("NTS-2", "be-001", "be-002");
        scene.Engine.OnStart = _ => new StartRunResult { Run = again.Run };
        feature = (await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token)).Feature!;

        Assert.Equal((FeatureStatus.InProgress, again.Run.Id), (feature.Status, feature.RunId!.Value));
        Assert.Equal(["ada"], feature.Ticks.Select(t => t.By));
        Assert.All(feature.Tasks, t => Assert.Equal(StepStatus.Pending, t.Status));
    }

    public void Dispose() => scene.Dispose();
}
