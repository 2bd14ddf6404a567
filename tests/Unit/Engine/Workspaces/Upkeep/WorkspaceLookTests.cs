using Signalbox.Engine.Events;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces.Upkeep;

/// <summary>Whoever looks at a workspace brings its status up to date (design/domain.md, Workspace).</summary>
public sealed class WorkspaceLookTests
{
    [Fact]
    public async Task Look_RunEndedWithWork_IsDirtyAndSaysWhy()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("new.txt", "work");

        var look = await lab.LookAsync();

        Assert.Equal((WorkspaceStatus.Dirty, "it holds 1 untracked file"), (lab.Status, lab.Entry.Workspace.StatusReason));
        Assert.Equal(["Active -> Dirty: it holds 1 untracked file (signalbox)"], await lab.RecordedAsync());
        Assert.Equal(["new.txt"], look.State.UntrackedNames);
    }

    [Fact]
    public async Task Look_RunGoesOn_ChangesNothing()
    {
        using var lab = await UpkeepLab.CreateAsync(runHasEnded: false);
        await lab.Git.WriteAsync("new.txt", "work");

        Assert.Equal(1, (await lab.LookAsync()).State.Untracked);

        Assert.Equal(WorkspaceStatus.Active, lab.Status);
        Assert.Empty(await lab.RecordedAsync());
    }

    [Fact]
    public async Task Look_CommitsAreMerged_IsMerged()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("b.txt", "b");
        await lab.Git.CommitAsync(lab.Git.Workspace, "Work");

        await lab.LookAsync();
        Assert.Equal(WorkspaceStatus.Active, lab.Status); // committed, and nowhere else
        await lab.MergeAsync();
        await lab.LookAsync();

        Assert.Equal(["Active -> Merged: its commits are merged (signalbox)"], await lab.RecordedAsync());
    }

    [Fact]
    public async Task Look_FolderIsGone_IsRemoved()
    {
        using var lab = await UpkeepLab.CreateAsync();
        Directory.Delete(lab.Git.Workspace, recursive: true);

        await lab.LookAsync();

        Assert.Equal(["Active -> Removed: its folder is gone; nobody removed it here (signalbox)"], await lab.RecordedAsync());
        Assert.DoesNotContain("DOC-1", await lab.Git.RunAsync(lab.Git.Root, "worktree", "list"), StringComparison.Ordinal);
        Assert.Equal("main", await lab.Git.RunAsync(lab.Git.Root, "branch", "--format=%(refname:short)"));
    }

    [Fact]
    public async Task Look_MoreIsGoneThanTheFolder_SaysNothingOfIt()
    {
        using var lab = await UpkeepLab.CreateAsync();
        Directory.Delete(lab.Git.In("runs"), recursive: true);

        Assert.False((await lab.LookAsync()).State.Exists);

        Assert.Equal(WorkspaceStatus.Active, lab.Status); // a disk that is not mounted looks the same
        Assert.Null((await lab.RemoveAsync()).Refused);
        Assert.Equal(WorkspaceStatus.Removed, lab.Status);
    }

    [Fact]
    public async Task Look_DirtyOneWasCommittedAndMergedSince_FollowsWhatIsThere()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("new.txt", "work");
        await lab.LookAsync();
        await lab.Git.CommitAsync(lab.Git.Workspace, "Work");

        var look = await lab.LookAsync();

        Assert.Equal((WorkspaceStatus.Active, 0, 1), (lab.Status, look.State.Untracked, look.State.Unmerged));
        await lab.Git.WriteAsync("more.txt", "more");
        await lab.LookAsync();
        await lab.Git.CommitAsync(lab.Git.Workspace, "More");
        await lab.MergeAsync();
        await lab.LookAsync();
        Assert.Equal(
            [
                "Active -> Dirty: it holds 1 untracked file (signalbox)", "Dirty -> Active: it holds 1 commit that is on no other branch (signalbox)",
                "Active -> Dirty: it holds 1 untracked file (signalbox)", "Dirty -> Merged: its commits are merged (signalbox)",
            ],
            await lab.RecordedAsync());
    }

    [Fact]
    public async Task Look_DirtyOneWasCleanedUp_HoldsNothingThatWaits()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("new.txt", "work");
        await lab.LookAsync();
        File.Delete(lab.Git.At("new.txt"));

        await lab.LookAsync();

        Assert.Equal((WorkspaceStatus.Active, "it holds no work that waits"), (lab.Status, lab.Entry.Workspace.StatusReason));
    }

    [Fact]
    public async Task Look_MergedOneGotNewWork_IsNotMergedAnyMoreAndStaysWhenItIsToBeRemoved()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("b.txt", "b");
        await lab.Git.CommitAsync(lab.Git.Workspace, "Work");
        await lab.MergeAsync();
        await lab.LookAsync();
        Assert.Equal(WorkspaceStatus.Merged, lab.Status);

        await lab.Git.WriteAsync("c.txt", "c");
        await lab.LookAsync();
        Assert.Equal((WorkspaceStatus.Dirty, "it holds 1 untracked file"), (lab.Status, lab.Entry.Workspace.StatusReason));
        File.Delete(lab.Git.At("c.txt"));
        await lab.LookAsync();
        Assert.Equal(WorkspaceStatus.Merged, lab.Status);
        await lab.Git.WriteAsync("d.txt", "d");
        await lab.Git.CommitAsync(lab.Git.Workspace, "New work");
        await lab.LookAsync();

        Assert.Equal((WorkspaceStatus.Active, "it holds 1 commit that is on no other branch"), (lab.Status, lab.Entry.Workspace.StatusReason));
        Assert.Contains("1 commit", (await lab.RemoveAsync()).Refused, StringComparison.Ordinal);
        Assert.True(File.Exists(lab.Git.At("d.txt")));
    }

    [Fact]
    public async Task Look_Kept_StaysKeptWhateverIsThere()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Removals.KeepAsync(lab.Entry.Id, "ann", TestContext.Current.CancellationToken);
        await lab.Git.WriteAsync("new.txt", "work");

        await lab.LookAsync();

        Assert.Equal(WorkspaceStatus.Kept, lab.Status);
    }

    [Theory]
    [InlineData(".removing")]
    [InlineData(".removed")]
    public async Task Look_WhileARemovalHasTheFolderAside_DoesNotSayThatItIsGone(string suffix)
    {
        using var lab = await UpkeepLab.CreateAsync();
        Directory.Move(lab.Git.Workspace, lab.Git.Workspace + suffix);

        Assert.False((await lab.LookAsync()).State.Exists);

        Assert.Equal(WorkspaceStatus.Active, lab.Status);
        Assert.Empty(await lab.RecordedAsync());
    }

    [Fact]
    public async Task Look_AheadAndBehind_AreCountedFromTheDefaultBranch()
    {
        using var lab = await UpkeepLab.CreateAsync();
        foreach (var name in (string[])["b.txt", "c.txt"])
        {
            await lab.Git.WriteAsync(name, name);
            await lab.Git.CommitAsync(lab.Git.Workspace, name);
        }

        await File.WriteAllTextAsync(Path.Combine(lab.Git.Root, "d.txt"), "d", TestContext.Current.CancellationToken);
        await lab.Git.CommitAsync(lab.Git.Root, "Elsewhere");

        Assert.Equal(new BranchComparison(2, 1), (await lab.LookAsync()).Default);
    }

    [Fact]
    public async Task Look_Disk_IsMeasuredWithoutLinksAndKeptForAWhile()
    {
        using var lab = await UpkeepLab.CreateAsync();
        var before = (await lab.LookAsync()).Disk!;
        await lab.Git.WriteAsync("big.bin", new string('x', 100_000));
        lab.Git.Shell("ln -s / everything");

        Assert.Equal(before, (await lab.LookAsync()).Disk);
        lab.Time.Advance(TimeSpan.FromMinutes(6));
        var after = (await lab.LookAsync()).Disk!;

        Assert.Equal((before.Bytes + 100_000, before.Files + 2, true), (after.Bytes, after.Files, after.IsWhole));
    }

    [Fact]
    public async Task Refresh_NothingNew_TellsNobody()
    {
        using var lab = await UpkeepLab.CreateAsync();
        using var told = lab.Bus.Subscribe(n => n is Notice.WorkspacesChanged);
        await lab.Looks.RefreshAsync([lab.Entry]);
        await using var notices = told.ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await notices.MoveNextAsync());

        lab.Time.Advance(TimeSpan.FromMinutes(1));
        await lab.Looks.RefreshAsync([lab.Entry]); // the same: not told
        await lab.Git.WriteAsync("a.txt", "changed");
        lab.Time.Advance(TimeSpan.FromMinutes(1));
        await lab.Looks.RefreshAsync([lab.Entry]);
        var own = new Notice.WorkspacesChanged();
        lab.Bus.Publish(own);

        // The status and the look; then the test's own.
        var count = 0;
        while (await notices.MoveNextAsync() && !ReferenceEquals(notices.Current, own))
        {
            count++;
        }

        Assert.Equal(2, count);
    }

    [Fact]
    public async Task Refresh_SeenAMomentAgo_IsNotLookedAtAgain()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Looks.RefreshAsync([lab.Entry]);
        var first = lab.Looks.Known(lab.Entry.Id);
        await lab.Git.WriteAsync("new.txt", "work");

        await lab.Looks.RefreshAsync([lab.Entry]);
        Assert.Same(first, lab.Looks.Known(lab.Entry.Id));
        lab.Time.Advance(TimeSpan.FromMinutes(1));
        await lab.Looks.RefreshAsync([lab.Entry]);

        Assert.Equal(1, lab.Looks.Known(lab.Entry.Id)!.State.Untracked);
    }

    [Fact]
    public async Task Settle_EndOfARun_BringsTheStatusOnly()
    {
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("new.txt", "work");

        await lab.Looks.SettleAsync(lab.Entry, TestContext.Current.CancellationToken);

        Assert.Equal(WorkspaceStatus.Dirty, lab.Status);
        Assert.Null(lab.Looks.Known(lab.Entry.Id));
    }
}
