using Signalbox.Engine.Features;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Features;

public sealed class FeatureDeskTests : IDisposable
{
    private readonly FeatureScene scene = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_SpecsOwnExample_IsShownAllTheSameAndKeptAsWritten()
    {
        var result = await scene.ImportAsync(SpecExample.Text);

        Assert.Equal([(93, 7)], result.Diagnostics.Select(d => (d.Line, d.Column)));
        Assert.Equal(("workflow-improvements-2026", "Workflow Improvements 2026", "high", FeatureStatus.Planning), (result.Feature!.Slug, result.Feature.Name, result.Feature.Priority, result.Feature.Status));
        Assert.Equal(SpecExample.Text, result.Feature.Text);
        Assert.Equal([("BE-001", "be-001"), ("BE-002", "be-002"), ("QA-001", "qa-001")], result.Feature.Tasks.Select(t => (t.TaskId, t.StepId)));
    }

    [Fact]
    public async Task Import_TextWithoutAFeature_ChangesNothing()
    {
        var result = await scene.ImportAsync("feature: {name: x}\n");

        Assert.Null(result.Feature);
        Assert.Contains(result.Broken!, d => string.Equals(d.Message, "feature needs 'id'.", StringComparison.Ordinal));
        Assert.Empty(await scene.Desk.ListAsync(null, null, 10, Token));
    }

    [Theory]
    [InlineData("id: notes", "id: \"a\\0b\"", "id, name and priority of a feature cannot have a NUL character")]
    [InlineData("name: Notes", "name: \"a\\0b\"", "id, name and priority of a feature cannot have a NUL character")]
    [InlineData("id: notes", "id: LONG", "the id of a feature has at most 200 characters; this has 201")]
    public async Task Import_WhatNoRowCanHold_IsRefused(string what, string with, string why)
    {
        var text = FeatureScene.Spec.Replace(what, with.Replace("LONG", new string('a', 201), StringComparison.Ordinal), StringComparison.Ordinal);

        Assert.Equal(why, (await scene.ImportAsync(text)).Refused);
        Assert.Empty(await scene.Desk.ListAsync(null, null, 10, Token));
    }

    [Fact]
    public async Task Import_TheSameFeatureAgain_TakesTheTextOverAndStaysWhereItStands()
    {
        var (feature, _) = await scene.StartAsync();
        var holds = FeatureChecklist.Of(FeatureSpecFile.Read(FeatureScene.Spec, "").Spec!);
        await scene.Desk.TickAsync(feature.Id, holds[0].Key, holds: true, "ada", Token);
        await scene.Desk.TickAsync(feature.Id, holds[2].Key, holds: true, "ada", Token);

        var again = (await scene.ImportAsync(FeatureScene.Spec.Replace("Readable", "Legible", StringComparison.Ordinal))).Feature!;

        Assert.Equal((feature.Id, FeatureStatus.InProgress), (again.Id, again.Status));
        Assert.Equal(FeatureScene.Spec.Replace("Readable", "Legible", StringComparison.Ordinal).Replace("status: planning", "status: in_progress", StringComparison.Ordinal), again.Text);
        Assert.Equal([holds[0].Key], again.Ticks.Select(t => t.Key));
    }

    [Fact]
    public async Task Edit_OfTheId_IsRefused()
    {
        var feature = (await scene.ImportAsync(FeatureScene.Spec)).Feature!;

        var result = await scene.Desk.EditAsync(feature.Id, FeatureScene.Spec.Replace("id: notes", "id: other", StringComparison.Ordinal), "ada", Token);

        Assert.Equal("the id of notes stays: import 'other' as a feature of its own", result.Refused);
    }

    [Fact]
    public async Task Start_MakesARunOfItsTasks()
    {
        var (feature, run) = await scene.StartAsync();

        Assert.Equal((FeatureStatus.InProgress, run.Run.Id, "notes"), (feature.Status, feature.RunId!.Value, feature.Workflow));
        Assert.Equal(FeatureScene.Spec.Replace("status: planning", "status: in_progress", StringComparison.Ordinal), feature.Text);
        Assert.Equal("web/notes", Assert.Single(scene.Engine.Started).Workflow);
        var workflow = WorkflowParser.Parse(await File.ReadAllBytesAsync(scene.PathOf(".signalbox", "workflows", "notes.yaml"), Token), "notes.yaml").Definition!;
        Assert.Equal(["be-001", "be-002"], workflow.Steps.Select(s => s.Id));
        Assert.Equal("make test\nmake check", workflow.Steps[0].Verify!.Run);
        Assert.Equal([new IterateDefinition(3, IterateUntil.Verify), new IterateDefinition(10, IterateUntil.DoneWhen)], workflow.Steps.Select(s => s.Iterate));
        Assert.Null(workflow.Steps[1].Verify);
    }

    [Fact]
    public async Task Start_WhereAWorkflowOfAPersonHasTheName_IsRefusedAndLeavesItAlone()
    {
        var feature = (await scene.ImportAsync(FeatureScene.Spec)).Feature!;
        Directory.CreateDirectory(scene.PathOf(".signalbox", "workflows"));
        await File.WriteAllTextAsync(scene.PathOf(".signalbox", "workflows", "notes.yaml"), "mine", Token);

        var result = await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token);

        Assert.StartsWith("web has 'notes' already", result.Refused, StringComparison.Ordinal);
        Assert.Empty(scene.Engine.Started);
        Assert.Equal("mine", await File.ReadAllTextAsync(scene.PathOf(".signalbox", "workflows", "notes.yaml"), Token));
    }

    [Fact]
    public async Task Start_WithoutTasks_SaysWhyWithItsLine()
    {
        var feature = (await scene.ImportAsync(FeatureScene.Spec[..FeatureScene.Spec.IndexOf("tasks:", StringComparison.Ordinal)])).Feature!;

        Assert.Equal("The feature spec has no tasks.", Assert.Single((await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token)).Broken!).Message);
    }

    [Fact]
    public async Task Feature_FromSpecToCompleted()
    {
        var (feature, run) = await scene.StartAsync();
        var checks = FeatureChecklist.Of(FeatureSpecFile.Read(feature.Text, "").Spec!);
        var (first, second) = (run.Latest("be-001")!, run.Latest("be-002")!);

        first.MoveTo(StepStatus.Running, null, run.Run.CreatedAt);
        first.Verified = true;
        first.MoveTo(StepStatus.Completed, null, run.Run.CreatedAt);
        feature = await scene.FollowAsync(run);
        Assert.Equal([StepStatus.Completed, StepStatus.Pending], feature.Tasks.Select(t => t.Status));
        Assert.Equal([("`make test` passes", "verify"), ("run: make check", "verify")], feature.Ticks.Select(t => (checks.Single(c => string.Equals(c.Key, t.Key, StringComparison.Ordinal)).Text, t.By)));
        Assert.Equal("notes is in_progress: only what is in review can be completed", (await scene.Desk.CompleteAsync(feature.Id, "ada", Token)).Refused);

        second.MoveTo(StepStatus.Running, null, run.Run.CreatedAt);
        second.MoveTo(StepStatus.Completed, null, run.Run.CreatedAt);
        run.Run.MoveTo(RunStatus.Completed, null, run.Run.CreatedAt);
        feature = await scene.FollowAsync(run);
        Assert.Equal((FeatureStatus.Review, "all tasks are done in NTS-1"), (feature.Status, feature.StatusReason));
        Assert.Equal("4 lines of the checklist of notes are not ticked", (await scene.Desk.CompleteAsync(feature.Id, "ada", Token)).Refused);

        foreach (var check in checks)
        {
            Assert.Null((await scene.Desk.TickAsync(feature.Id, check.Key, holds: true, "ada", Token)).Refused);
        }

        feature = (await scene.Desk.CompleteAsync(feature.Id, "ada", Token)).Feature!;
        Assert.Equal((FeatureStatus.Completed, "accepted by ada"), (feature.Status, feature.StatusReason));
        Assert.Contains("status: completed} # ours", feature.Text, StringComparison.Ordinal);
        Assert.Equal("notes is completed", (await scene.Desk.StartAsync(feature.Id, null, RunTrigger.Api, "ada", Token)).Refused);
        Assert.Null((await scene.ImportAsync(feature.Text)).Refused);
        Assert.Equal("notes is completed: its spec stays as it is", (await scene.ImportAsync(FeatureScene.Spec)).Refused);
        Assert.Equal("notes is completed: its checklist stays as it is", (await scene.Desk.TickAsync(feature.Id, checks[0].Key, holds: false, "ada", Token)).Refused);
    }

    [Fact]
    public async Task Follow_FailedTask_BlocksUntilTheRunGoesOn()
    {
        var (_, run) = await scene.StartAsync();
        var first = run.Latest("be-001")!;
        first.MoveTo(StepStatus.Running, null, run.Run.CreatedAt);
        first.MoveTo(StepStatus.Failed, "verify ended with exit code 2", run.Run.CreatedAt);
        run.Run.MoveTo(RunStatus.Failed, "step be-001 failed", run.Run.CreatedAt);

        var feature = await scene.FollowAsync(run);
        Assert.Equal((FeatureStatus.Blocked, "BE-001 failed in NTS-1: verify ended with exit code 2"), (feature.Status, feature.StatusReason));

        run.Run.MoveTo(RunStatus.Running, "resumed", run.Run.CreatedAt);
        Assert.Equal(FeatureStatus.InProgress, (await scene.FollowAsync(run)).Status);
    }

    [Fact]
    public async Task Block_ByAPerson_HoldsWhateverTheRunDoes()
    {
        var (feature, run) = await scene.StartAsync();
        Assert.NotNull((await scene.Desk.BlockAsync(feature.Id, "a\0b", "ada", Token)).Refused);
        Assert.Null((await scene.Desk.BlockAsync(feature.Id, "the price is wrong", "ada", Token)).Refused);

        Assert.Equal((FeatureStatus.Blocked, "the price is wrong"), ((await scene.FollowAsync(run)).Status, (await scene.FollowAsync(run)).StatusReason));

        Assert.Equal(FeatureStatus.InProgress, (await scene.Desk.UnblockAsync(feature.Id, "ada", Token)).Feature!.Status);
        Assert.Equal("notes is in_progress, not blocked", (await scene.Desk.UnblockAsync(feature.Id, "ada", Token)).Refused);
    }

    [Theory]
    [InlineData("src/store.py", "FR-001 requires tests, and the change has no test file")]
    [InlineData("tests/test_store.py", null)]
    public async Task Follow_TaskOfARequirementThatRequiresTests_IsFlaggedWithoutOne(string file, string? flag)
    {
        var (feature, run) = await scene.StartAsync(FeatureScene.Spec
            .Replace("acceptance_criteria: [Notes survive]", "acceptance_criteria: [Notes survive], test_coverage: required", StringComparison.Ordinal)
            .Replace("title: Store,", "title: Store, reference: FR-001,", StringComparison.Ordinal));
        scene.Engine.Diffs.Add(file, "@@ -1 +1 @@\n-a\n+b\n");
        foreach (var step in (string[])["be-001", "be-002"])
        {
            run.Latest(step)!.MoveTo(StepStatus.Running, null, run.Run.CreatedAt);
            run.Latest(step)!.MoveTo(StepStatus.Completed, null, run.Run.CreatedAt);
        }

        Assert.Equal([flag, null], (await scene.FollowAsync(run)).Tasks.Select(t => t.Flag));
        var asked = scene.Engine.Diffs.Asked.Count;
        run.Run.MoveTo(RunStatus.Completed, null, run.Run.CreatedAt);
        Assert.Equal([flag, null], (await scene.FollowAsync(run)).Tasks.Select(t => t.Flag));
        Assert.Equal(asked, scene.Engine.Diffs.Asked.Count);
        Assert.NotNull(feature.RunId);
    }

    [Fact]
    public async Task Follow_NothingNew_WritesNothing()
    {
        var (_, run) = await scene.StartAsync();
        var saves = scene.Store.Saves;

        Assert.False(await scene.Follower.FollowAsync(run.Run.Id, Token));
        Assert.False(await scene.Follower.FollowAsync(scene.Run("OTH-1").Run.Id, Token));
        Assert.Equal(saves, scene.Store.Saves);
    }

    [Fact]
    public async Task Tick_WhileOthersChangeItToo_IsMadeAgain()
    {
        var feature = (await scene.ImportAsync(FeatureScene.Spec)).Feature!;
        var key = FeatureChecklist.Of(FeatureSpecFile.Read(FeatureScene.Spec, "").Spec!)[0].Key;

        scene.Store.LostSaves = 2;
        Assert.Equal([key], (await scene.Desk.TickAsync(feature.Id, key, holds: true, "ada", Token)).Feature!.Ticks.Select(t => t.Key));
        scene.Store.LostSaves = 100;
        Assert.StartsWith("somebody else changed", (await scene.Desk.TickAsync(feature.Id, key, holds: false, "ada", Token)).Refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tick_LineThatIsNotThere_IsRefused()
    {
        var feature = (await scene.ImportAsync(FeatureScene.Spec)).Feature!;

        Assert.Equal("notes has no line 'x' in its checklist", (await scene.Desk.TickAsync(feature.Id, "x", holds: true, "ada", Token)).Refused);
    }

    public void Dispose() => scene.Dispose();
}
