using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces.Upkeep;

/// <summary>The one way in which a workspace goes: refusals, records, and what a server that was killed in between left behind.</summary>
public sealed class WorkspaceRemovalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Remove_Clean_IsGoneAndRecorded()
    {
        using var lab = await UpkeepLab.CreateAsync();

        var result = await lab.RemoveAsync();

        Assert.Null(result.Refused);
        Assert.False(Directory.Exists(lab.Git.Workspace));
        Assert.Equal(["Active -> Active: removal begun (ann)", "Active -> Removed: removed by ann (ann)"], await lab.RecordedAsync());
        Assert.Null(lab.Entry.Workspace.RemovalAt);
        Assert.Null((await lab.RemoveAsync()).Refused); // asked once more: it is gone
    }

    [Fact]
    public async Task Remove_WithWork_RefusesSaysWhatAndRecordsNothing()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("new.txt", "work");
        await lab.Git.WriteAsync("a.txt", "changed");

        var result = await lab.RemoveAsync();

        Assert.Contains("it holds 1 uncommitted change, 1 untracked file", result.Refused, StringComparison.Ordinal);
        Assert.True(result.MayBeForced);
        Assert.Equal(["1 uncommitted change", "1 untracked file"], result.State!.Losses);
        Assert.Empty(await lab.RecordedAsync());
        Assert.Equal("work", await File.ReadAllTextAsync(lab.Git.At("new.txt"), Token));
    }

    [Fact]
    public async Task Remove_RunGoesOn_Refuses()
    {
        using var lab = await UpkeepLab.CreateAsync(runHasEnded: false);

        var result = await lab.RemoveAsync();
        var forced = await lab.ForceAsync(told: null);

        Assert.Contains("its run DOC-1 is running: cancel it or wait for its end first", result.Refused, StringComparison.Ordinal);
        Assert.Equal(result.Refused, forced.Refused);
        Assert.False(forced.MayBeForced);
        Assert.True(Directory.Exists(lab.Git.Workspace));
    }

    [Fact]
    public async Task Remove_RunIsTakenUpInThisMoment_Refuses()
    {
        using var lab = await UpkeepLab.CreateAsync();
        lab.Store.BeforeChange = lab.TakeUp; // after the look, before the record

        var result = await lab.RemoveAsync();

        Assert.Contains("its run DOC-1 is running", result.Refused, StringComparison.Ordinal);
        Assert.True(Directory.Exists(lab.Git.Workspace));
        Assert.Null(lab.Entry.Workspace.RemovalAt);
    }

    [Fact]
    public async Task Remove_RefusedWhileAnotherHasBegun_LeavesTheOthersMark()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("new.txt", "work");
        lab.Store.BeforeChange = () => lab.Entry.Workspace.BeginRemoval("bob", told: "as bob was told", lab.Time.GetUtcNow()); // after the look

        var result = await lab.RemoveAsync();

        Assert.Contains("1 untracked file", result.Refused, StringComparison.Ordinal);
        Assert.Equal(("bob", "as bob was told"), (lab.Entry.Workspace.RemovalBy, lab.Entry.Workspace.RemovalTold));
        Assert.Empty(await lab.RecordedAsync());
    }

    [Fact]
    public async Task Remove_RefusedAndAMarkWasLeftBehind_EndsIt()
    {
        using var lab = await UpkeepLab.CreateAsync();
        lab.Entry.Workspace.BeginRemoval("bob", told: null, lab.Time.GetUtcNow()); // by a server that was killed
        await lab.Git.WriteAsync("new.txt", "work");

        Assert.NotNull((await lab.RemoveAsync()).Refused);

        Assert.Null(lab.Entry.Workspace.RemovalAt);
        Assert.Contains("removal given up", Assert.Single(await lab.RecordedAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Force_AsTold_LosesThatAndKeepsTheCommits()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("b.txt", "b");
        await lab.Git.CommitAsync(lab.Git.Workspace, "Work");
        await lab.Git.WriteAsync("new.txt", "lost");
        var told = (await lab.RemoveAsync()).State!.Fingerprint;

        var result = await lab.ForceAsync(told);

        Assert.Equal((null, "signalbox/DOC-1"), (result.Refused, result.KeptBranch));
        Assert.Equal("Active -> Removed: removed by ann with 1 untracked file; its commits stay on branch signalbox/DOC-1 (ann)", (await lab.RecordedAsync())[^1]);
    }

    [Fact]
    public async Task Force_SomethingElseIsThereByNow_LosesNothing()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("new.txt", "told");
        var told = (await lab.RemoveAsync()).State!.Fingerprint;
        await lab.Git.WriteAsync("later.txt", "not told");

        var result = await lab.ForceAsync(told);

        Assert.Contains("something else by now than was told: 2 untracked files", result.Refused, StringComparison.Ordinal);
        Assert.NotEqual(told, result.State!.Fingerprint);
        Assert.True(File.Exists(lab.Git.At("later.txt")));
    }

    [Fact]
    public async Task Recover_RecordedAndNothingTouched_GoesOn()
    {
        using var lab = await UpkeepLab.CreateAsync();
        lab.Entry.Workspace.BeginRemoval("ann", told: null, lab.Time.GetUtcNow());

        Assert.Equal(1, await lab.Removals.RecoverAsync(Token));

        Assert.Equal(WorkspaceStatus.Removed, lab.Status);
        Assert.Contains("removed by ann", (await lab.RecordedAsync())[^1], StringComparison.Ordinal);
        Assert.Equal(0, await lab.Removals.RecoverAsync(Token));
    }

    [Fact]
    public async Task Recover_RecordedAndWorkWasWrittenSince_GivesItUp()
    {
        using var lab = await UpkeepLab.CreateAsync();
        lab.Entry.Workspace.BeginRemoval("ann", told: null, lab.Time.GetUtcNow());
        await lab.Git.WriteAsync("new.txt", "work");

        await lab.Removals.RecoverAsync(Token);

        Assert.Equal((WorkspaceStatus.Active, null), (lab.Status, lab.Entry.Workspace.RemovalAt));
        Assert.Contains("removal given up: workspace", Assert.Single(await lab.RecordedAsync()), StringComparison.Ordinal);
        Assert.True(File.Exists(lab.Git.At("new.txt")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Recover_ForcedRemoval_LosesOnlyWhatWasTold(bool isMoreThere)
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("new.txt", "told");
        lab.Entry.Workspace.BeginRemoval("ann", (await lab.RemoveAsync()).State!.Fingerprint, lab.Time.GetUtcNow());
        if (isMoreThere)
        {
            await lab.Git.WriteAsync("later.txt", "not told");
        }

        await lab.Removals.RecoverAsync(Token);

        Assert.Equal(isMoreThere, File.Exists(lab.Git.At("new.txt")));
        Assert.Equal(isMoreThere ? WorkspaceStatus.Active : WorkspaceStatus.Removed, lab.Status);
    }

    [Theory]
    [InlineData(".removing")]
    [InlineData(".removed")]
    public async Task Recover_HalfGone_CarriesItToItsEnd(string suffix)
    {
        using var lab = await UpkeepLab.CreateAsync();
        lab.Entry.Workspace.BeginRemoval("ann", told: null, lab.Time.GetUtcNow());
        Directory.Move(lab.Git.Workspace, lab.Git.Workspace + suffix);

        await lab.Removals.RecoverAsync(Token);

        Assert.Equal(WorkspaceStatus.Removed, lab.Status);
        Assert.Empty(Directory.EnumerateFileSystemEntries(lab.Git.In("runs/DOC-1")));
        Assert.Equal("main", await lab.Git.RunAsync(lab.Git.Root, "branch", "--format=%(refname:short)"));
    }

    [Fact]
    public async Task Recover_GitRefuses_StaysRecordedForTheNextTime()
    {
        using var lab = await UpkeepLab.CreateAsync();
        lab.Entry.Workspace.BeginRemoval("ann", told: null, lab.Time.GetUtcNow());
        Directory.Move(lab.Git.Workspace, lab.Git.Workspace + ".removed");
        var list = Path.Combine(lab.Git.Root, ".git", "worktrees");
        Directory.Move(list, list + ".away");
        await File.WriteAllTextAsync(Path.Combine(lab.Git.Root, ".git", "HEAD"), "nonsense", Token);

        await lab.Removals.RecoverAsync(Token);
        Assert.Equal(WorkspaceStatus.Active, lab.Status);
        Assert.NotNull(lab.Entry.Workspace.RemovalAt);

        await File.WriteAllTextAsync(Path.Combine(lab.Git.Root, ".git", "HEAD"), "ref: refs/heads/main\n", Token);
        Directory.Move(list + ".away", list);
        await lab.Removals.RecoverAsync(Token);
        Assert.Equal(WorkspaceStatus.Removed, lab.Status);
    }

    [Fact]
    public async Task Keep_DirtyOrMerged_StaysKeptWhateverIsSeen()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("new.txt", "work");
        await lab.LookAsync();
        Assert.Equal(WorkspaceStatus.Dirty, lab.Status);

        Assert.Null((await lab.Removals.KeepAsync(lab.Entry.Id, "ann", Token)).Refused);
        File.Delete(lab.Git.At("new.txt"));
        await lab.LookAsync();

        Assert.Equal((WorkspaceStatus.Kept, "Dirty -> Kept: kept by ann (ann)"), (lab.Status, (await lab.RecordedAsync())[^1]));

        using var merged = await UpkeepLab.CreateAsync();
        await merged.Git.WriteAsync("b.txt", "b");
        await merged.Git.CommitAsync(merged.Git.Workspace, "Work");
        await merged.MergeAsync();
        await merged.LookAsync();
        Assert.Equal(WorkspaceStatus.Merged, merged.Status);

        Assert.Null((await merged.Removals.KeepAsync(merged.Entry.Id, "ann", Token)).Refused);
        await merged.LookAsync();

        Assert.Equal((WorkspaceStatus.Kept, "Merged -> Kept: kept by ann (ann)"), (merged.Status, (await merged.RecordedAsync())[^1]));
    }

    [Fact]
    public async Task Keep_Active_StaysUntilAPersonRemovesIt()
    {
        using var lab = await UpkeepLab.CreateAsync();

        Assert.Null((await lab.Removals.KeepAsync(lab.Entry.Id, "ann", Token)).Refused);
        Assert.Null((await lab.Removals.KeepAsync(lab.Entry.Id, "ann", Token)).Refused);
        await lab.LookAsync();

        Assert.Equal(WorkspaceStatus.Kept, lab.Status);
        Assert.Equal(["Active -> Kept: kept by ann (ann)"], await lab.RecordedAsync());
        Assert.Null((await lab.RemoveAsync()).Refused);
        Assert.Contains("is removed: there is nothing left to keep", (await lab.Removals.KeepAsync(lab.Entry.Id, "ann", Token)).Refused, StringComparison.Ordinal);
    }
}
