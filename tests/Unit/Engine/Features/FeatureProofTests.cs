using Signalbox.Engine.Features;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Features;

/// <summary>What ticks a line of the checklist, and what a feature is accepted on: only what was run here, and a person's word above it.</summary>
public sealed class FeatureProofTests : IDisposable
{
    private const string Reworded = "\"run: make check\"";
    private readonly FeatureScene scene = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_OfACommandThatCameIntoTheSpecAfterTheRunBegan_TicksNothingThatWasNotRun()
    {
        var (feature, run) = await scene.StartAsync();
        Finish(run, "be-001", verified: true);
        await scene.FollowAsync(run);
        await scene.ImportAsync(FeatureScene.Spec.Replace("Readable]", "Readable, \"`make e2e` passes\"]", StringComparison.Ordinal).Replace(Reworded, "\"run: make all\"", StringComparison.Ordinal));

        Finish(run, "be-002", verified: false);
        feature = await scene.FollowAsync(run);

        Assert.Equal(["`make test` passes"], Ticked(feature));
    }

    [Fact]
    public async Task Follow_OfACommandThatIsOnlyWordedAnew_TicksIt()
    {
        var (_, run) = await scene.StartAsync();
        await scene.ImportAsync(FeatureScene.Spec.Replace(Reworded, "\"`make check` is green\"", StringComparison.Ordinal));
        Finish(run, "be-001", verified: true);

        Assert.Equal(["`make test` passes", "`make check` is green"], Ticked(await scene.FollowAsync(run)));
    }

    [Fact]
    public async Task Follow_OfARequirementsCommand_IsProvedByTheLastTaskThatRefersToIt()
    {
        var (_, run) = await scene.StartAsync(FeatureScene.Spec
            .Replace("[Notes survive]", "[\"`make survive` passes\", Notes survive]", StringComparison.Ordinal)
            .Replace("title: Store,", "title: Store, reference: FR-001,", StringComparison.Ordinal)
            .Replace("title: Show,", "title: Show, reference: FR-001,", StringComparison.Ordinal));
        Finish(run, "be-001", verified: true);
        Assert.Equal(["`make test` passes", "run: make check"], Ticked(await scene.FollowAsync(run)));

        Finish(run, "be-002", verified: true);

        Assert.Equal(["`make survive` passes", "`make test` passes", "run: make check"], Ticked(await scene.FollowAsync(run)));
    }

    [Fact]
    public void Checklist_OfARequirementThatNoTaskRefersTo_IsAPersons()
    {
        var spec = FeatureSpecFile.Read(FeatureScene.Spec.Replace("[Notes survive]", "[\"`make survive` passes\"]", StringComparison.Ordinal), "").Spec!;

        Assert.Null(FeatureChecklist.Of(spec)[0].Command);
        Assert.Equal("make test", FeatureChecklist.Of(spec)[1].Command);
    }

    [Fact]
    public async Task Tick_TakenBackFromACommand_StaysSoUntilTheTasksAreDoneAgain()
    {
        var (feature, run) = await scene.StartAsync();
        Finish(run, "be-001", verified: true);
        feature = await scene.FollowAsync(run);
        var key = feature.Ticks[0].Key;

        Assert.False((await scene.Desk.TickAsync(feature.Id, key, holds: false, "ada", Token)).Feature!.Holds(key));
        Finish(run, "be-002", verified: null);
        feature = await scene.FollowAsync(run);
        Assert.Equal(new FeatureTick(key, "ada", scene.Time.GetUtcNow(), Holds: false), feature.Said(key));

        Assert.True((await scene.Desk.TickAsync(feature.Id, key, holds: true, "bob", Token)).Feature!.Holds(key));
        await scene.Desk.TickAsync(feature.Id, key, holds: false, "ada", Token);
        run.Run.MoveTo(RunStatus.Failed, "no", run.Run.CreatedAt);
        scene.Engine.OnStart = _ => new StartRunResult { Run = scene.Run("NTS-2", "be-001", "be-002").Run };
        Assert.Null((await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token)).Feature!.Said(key));
    }

    [Fact]
    public async Task Complete_WithATaskThatWasNeverDone_IsRefused()
    {
        var (feature, run) = await scene.StartAsync();
        Finish(run, "be-001", verified: true);
        Finish(run, "be-002", verified: null);
        run.Run.MoveTo(RunStatus.Completed, null, run.Run.CreatedAt);
        Assert.Equal(FeatureStatus.Review, (await scene.FollowAsync(run)).Status);

        // As a row of an older version has it: in review with a task that no run did.
        feature.Tasks = [.. feature.Tasks, new FeatureTaskLink("QA-001", "qa-001", StepStatus.Pending, null, null)];

        Assert.Equal("QA-001 of notes is not done: start its tasks again, or take it out of the spec", (await scene.Desk.CompleteAsync(feature.Id, "ada", Token)).Refused);
    }

    [Fact]
    public async Task Import_OfATaskIntoWhatIsInReview_BlocksItUntilTheTaskIsDoneOrGone()
    {
        var (feature, run) = await scene.StartAsync();
        Finish(run, "be-001", verified: true);
        Finish(run, "be-002", verified: null);
        run.Run.MoveTo(RunStatus.Completed, null, run.Run.CreatedAt);
        feature = await scene.FollowAsync(run);
        const string Task = "    - {id: QA-001, title: Try, acceptance_criteria: [It works]}\n";

        feature = (await scene.ImportAsync(FeatureScene.Spec + Task)).Feature!;
        Assert.Equal((FeatureStatus.Blocked, "its spec has a task that was not done: QA-001", false), (feature.Status, feature.StatusReason, feature.IsHeld));
        Assert.Contains("status: blocked", feature.Text, StringComparison.Ordinal);
        Assert.Equal(FeatureStatus.Blocked, (await scene.FollowAsync(run)).Status);

        feature = (await scene.ImportAsync(FeatureScene.Spec)).Feature!;
        Assert.Equal(FeatureStatus.Review, feature.Status);
    }

    [Theory]
    [InlineData("in_progress")]
    [InlineData("review")]
    [InlineData("completed")]
    public async Task Import_OfAStatusThatNoRunShows_IsPlannedAndSaysSo(string status)
    {
        var result = await scene.ImportAsync(FeatureScene.Spec.Replace("status: planning", $"status: {status}", StringComparison.Ordinal));

        Assert.Equal((FeatureStatus.Planning, FeatureScene.Spec), (result.Feature!.Status, result.Feature.Text));
        var said = Assert.Single(result.Diagnostics);
        Assert.Equal((2, $"The spec says '{status}', and no run here shows it: the feature is planned."), (said.Line, said.Message));
    }

    [Fact]
    public async Task Import_OfABlockedFeature_IsBlockedAndCanGoOn()
    {
        var feature = (await scene.ImportAsync(FeatureScene.Spec.Replace("status: planning", "status: blocked", StringComparison.Ordinal))).Feature!;

        Assert.Equal(FeatureStatus.Blocked, feature.Status);
        Assert.Equal(FeatureStatus.Planning, (await scene.Desk.UnblockAsync(feature.Id, "ada", Token)).Feature!.Status);
    }

    [Fact]
    public async Task Block_OfWhatItsRunBlocked_HoldsItThoughTheRunGoesOn()
    {
        var (feature, run) = await scene.StartAsync();
        run.Run.MoveTo(RunStatus.Failed, "step be-001 failed", run.Run.CreatedAt);
        Assert.False((await scene.FollowAsync(run)).IsHeld);
        Assert.Equal("no person blocked notes (NTS-1: step be-001 failed): resume its run, or start it again", (await scene.Desk.UnblockAsync(feature.Id, "ada", Token)).Refused);

        feature = (await scene.Desk.BlockAsync(feature.Id, "the price is wrong", "ada", Token)).Feature!;
        Assert.Equal((FeatureStatus.Blocked, true, "the price is wrong"), (feature.Status, feature.IsHeld, feature.StatusReason));
        run.Run.MoveTo(RunStatus.Running, "resumed", run.Run.CreatedAt);
        Assert.Equal("the price is wrong", (await scene.FollowAsync(run)).StatusReason);
        Assert.Equal("notes is blocked and cannot become blocked", (await scene.Desk.BlockAsync(feature.Id, "again", "bob", Token)).Refused);

        Assert.Equal(FeatureStatus.InProgress, (await scene.Desk.UnblockAsync(feature.Id, "ada", Token)).Feature!.Status);
    }

    public void Dispose() => scene.Dispose();

    private static void Finish(RunState run, string step, bool? verified)
    {
        var at = run.Latest(step)!;
        at.MoveTo(StepStatus.Running, null, run.Run.CreatedAt);
        at.Verified = verified;
        at.MoveTo(StepStatus.Completed, null, run.Run.CreatedAt);
    }

    /// <summary>The lines that commands ticked, in the order of the checklist.</summary>
    private static IEnumerable<string> Ticked(Feature feature) => FeatureChecklist.Of(FeatureSpecFile.Read(feature.Text, "").Spec!)
        .Where(c => feature.Said(c.Key) is { Holds: true, By: FeatureTick.Verify }).Select(c => c.Text);
}
