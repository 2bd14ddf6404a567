using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

/// <summary>What each moment at which a removal can be killed leaves behind, made by hand, and the removal that comes after.</summary>
public sealed class WorktreeRemovalHalfwayTests : IAsyncLifetime
{
    private readonly TestRepository _repository = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Aside => _repository.Workspace + ".removing";

    private string Doomed => _repository.Workspace + ".removed";

    public async ValueTask InitializeAsync() => await _repository.WithWorkspaceAsync();

    public ValueTask DisposeAsync()
    {
        _repository.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task RemoveAsync_SetAsideWithWork_PutsItBackAndRefuses()
    {
        await _repository.WriteAsync("new.txt", "work");
        Directory.Move(_repository.Workspace, Aside);

        var outcome = await RemoveAsync();

        Assert.Contains("it holds 1 untracked file", outcome.Fault, StringComparison.Ordinal);
        Assert.Equal("work", await File.ReadAllTextAsync(_repository.At("new.txt"), Token));
        Assert.False(Directory.Exists(Aside));
        Assert.Contains("signalbox/DOC-1", await _repository.GitAsync("status", "--branch", "--porcelain"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemoveAsync_SetAsideClean_IsRemovedAll()
    {
        Directory.Move(_repository.Workspace, Aside);

        Assert.Null((await RemoveAsync()).Fault);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task RemoveAsync_GitWroteDownTheOtherPlace_PutsItBack()
    {
        // git notes where it finds a worktree whose note is older than a day.
        var folder = await _repository.FolderAsync();
        Directory.Move(_repository.Workspace, Aside);
        await File.WriteAllTextAsync(Path.Combine(folder, "gitdir"), Path.Combine(Aside, ".git") + "\n", Token);

        Assert.Null((await RemoveAsync()).Fault);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task RemoveAsync_NoteOfItsPlaceIsADayOld_IsRemovedAll()
    {
        // git renews such a note with the place where it looks: that is the other name.
        var note = Path.Combine(await _repository.FolderAsync(), "gitdir");
        File.SetLastWriteTimeUtc(note, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));

        Assert.Null((await RemoveAsync()).Fault);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task RemoveAsync_NoteOfItsPlaceIsADayOldAndWorkCameMeanwhile_IsAsItWas()
    {
        File.SetLastWriteTimeUtc(Path.Combine(await _repository.FolderAsync(), "gitdir"), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
        var order = new WorkspaceRemovalOrder(_repository.Root, _repository.Workspace)
        {
            Branch = "signalbox/DOC-1",
            Begin = async _ =>
            {
                await _repository.WriteAsync("late.txt", "late");
                return null;
            },
        };

        Assert.Contains("1 untracked file", (await _repository.Manager.RemoveAsync(order, Token)).Fault, StringComparison.Ordinal);
        await _repository.RunAsync(_repository.Root, "worktree", "prune", "--expire=now"); // as git does it by itself some day
        Assert.Equal("?? late.txt", await _repository.GitAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task RemoveAsync_DecidedAndHalfDeleted_GoesOn()
    {
        await _repository.WriteAsync("new.txt", "was told");
        Directory.Move(_repository.Workspace, Doomed);
        File.Delete(Path.Combine(Doomed, ".git"));

        Assert.Null((await RemoveAsync()).Fault);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task RemoveAsync_OnlyTheFolderWasLeft_DeletesIt()
    {
        Directory.Move(_repository.Workspace, Doomed);
        await _repository.RunAsync(_repository.Root, "worktree", "prune");

        Assert.Null((await RemoveAsync()).Fault);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task RemoveAsync_OnlyTheBranchWasLeft_DeletesIt()
    {
        await _repository.RunAsync(_repository.Root, "worktree", "remove", _repository.Workspace);
        Assert.NotEmpty(await _repository.RunAsync(_repository.Root, "branch", "--list", "signalbox/*"));

        Assert.Null((await RemoveAsync()).Fault);
        await NothingIsLeftAsync();
        Assert.Null((await RemoveAsync()).Fault);
    }

    [Fact]
    public async Task RemoveAsync_DecidedWithOwnCommits_KeepsTheirBranch()
    {
        await _repository.WriteAsync("b.txt", "b");
        var work = await _repository.CommitAsync(_repository.Workspace, "Work");
        Directory.Move(_repository.Workspace, Doomed);

        var outcome = await RemoveAsync();

        Assert.Equal((null, "signalbox/DOC-1"), (outcome.Fault, outcome.KeptBranch));
        Assert.False(Directory.Exists(Doomed));
        Assert.Equal(work, await _repository.RunAsync(_repository.Root, "rev-parse", "signalbox/DOC-1"));
    }

    [Fact]
    public async Task RemoveAsync_GitItselfWasKilledWhileItDeleted_TellsAndThenRemovesTheRest()
    {
        await _repository.WriteAsync("left.txt", "left");
        File.Delete(_repository.At(".git"));

        var refused = await RemoveAsync();
        Assert.Contains("git cannot say what it holds", refused.Fault, StringComparison.Ordinal);
        Assert.True(refused.MayBeForced);

        Assert.Null((await RemoveAsync(isTold: true)).Fault);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task RemoveAsync_LockOfAGitThatWasKilledWhileItMadeIt_DoesNotMatter()
    {
        await File.WriteAllTextAsync(Path.Combine(await _repository.FolderAsync(), "locked"), "initializing", Token);

        Assert.Null((await RemoveAsync()).Fault);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task RemoveAsync_LockOfTheBranchByADeadGit_IsTakenAway()
    {
        var name = Path.Combine(_repository.Root, ".git", "refs", "heads", "signalbox", "DOC-1.lock");
        await File.WriteAllTextAsync(name, "", Token);
        File.SetLastWriteTimeUtc(name, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Null((await RemoveAsync()).Fault);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task RemoveAsync_LastOfSeveralOfARun_TakesTheirFolderWithIt()
    {
        var inside = _repository.In("runs/DOC-2/workspace/site");
        Assert.Null((await _repository.CreateAsync("signalbox/DOC-2", path: inside)).Fault);

        var outcome = await _repository.Manager.RemoveAsync(new WorkspaceRemovalOrder(_repository.Root, inside) { Branch = "signalbox/DOC-2" }, Token);

        Assert.Null(outcome.Fault);
        Assert.False(Directory.Exists(_repository.In("runs/DOC-2/workspace")));
        Assert.True(Directory.Exists(_repository.In("runs/DOC-2")));
    }

    private async Task NothingIsLeftAsync()
    {
        foreach (var path in (string[])[_repository.Workspace, Aside, Doomed, Path.Combine(_repository.Root, ".git", "worktrees")])
        {
            Assert.False(Path.Exists(path), path);
        }

        Assert.Equal("main", await _repository.RunAsync(_repository.Root, "branch", "--format=%(refname:short)"));
    }

    private Task<WorkspaceRemovalOutcome> RemoveAsync(bool isTold = false) =>
        _repository.Manager.RemoveAsync(new WorkspaceRemovalOrder(_repository.Root, _repository.Workspace) { Branch = "signalbox/DOC-1", IsTold = isTold }, Token);
}
