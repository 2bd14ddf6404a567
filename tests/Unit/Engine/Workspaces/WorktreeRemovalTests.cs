namespace Signalbox.Unit.Engine.Workspaces;

public sealed class WorktreeRemovalTests : IAsyncLifetime
{
    private readonly TestRepository _repository = new();

    public async ValueTask InitializeAsync()
    {
        await _repository.WithCommitAsync();
        Assert.Null((await _repository.CreateAsync()).Fault);
    }

    public ValueTask DisposeAsync()
    {
        _repository.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    [Trait("Spec4", "Worktree Manager API: worktree_cleanup(role) -> void")]
    public async Task RemoveAsync_NothingDone_RemovesFolderRegistrationAndBranch()
    {
        Assert.Null(await _repository.RemoveAsync());

        Assert.False(Directory.Exists(_repository.Workspace));
        Assert.Equal("main", await _repository.RunAsync(_repository.Root, "branch", "--format=%(refname:short)"));
        Assert.Null(await _repository.RemoveAsync());
    }

    [Fact]
    [Trait("Spec4", "1.1: cleanup_worktree() needs to check for uncommitted changes")]
    public async Task RemoveAsync_UncommittedAndUntracked_SaysWhatWouldBeLost()
    {
        await WriteAsync("a.txt", "changed\n");
        await WriteAsync("new/b.txt", "b");
        await WriteAsync("new/c.txt", "c");

        var fault = await _repository.RemoveAsync();

        Assert.Contains("it holds 1 uncommitted change, 2 untracked files:", fault, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_repository.Workspace, "new/b.txt")));
    }

    [Fact]
    public async Task RemoveAsync_CommitOnNoOtherBranch_StaysUntilItIsMerged()
    {
        await WriteAsync("b.txt", "b");
        await _repository.CommitAsync(_repository.Workspace, "Work");

        Assert.Contains("it holds 1 commit that is on no other branch", await _repository.RemoveAsync(), StringComparison.Ordinal);

        await _repository.RunAsync(_repository.Root, "merge", "--quiet", "--ff-only", "signalbox/DOC-1");
        Assert.Null(await _repository.RemoveAsync());
        Assert.False(Directory.Exists(_repository.Workspace));
    }

    [Fact]
    public async Task RemoveAsync_DetachedWithOwnCommit_Stays()
    {
        await _repository.RunAsync(_repository.Workspace, "checkout", "--quiet", "--detach");
        await WriteAsync("b.txt", "b");
        await _repository.CommitAsync(_repository.Workspace, "Work");

        Assert.Contains("1 commit", await _repository.RemoveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemoveAsync_Locked_SaysHowToUnlock()
    {
        await _repository.RunAsync(_repository.Root, "worktree", "lock", "--reason", "on a stick", _repository.Workspace);

        Assert.Contains("is locked (on a stick)", await _repository.RemoveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemoveAsync_FolderGone_ForgetsIt()
    {
        Directory.Delete(_repository.Workspace, recursive: true);

        Assert.Null(await _repository.RemoveAsync());
        Assert.DoesNotContain("DOC-1", await _repository.RunAsync(_repository.Root, "worktree", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemoveAsync_RepositoryItselfOrStranger_IsRefused()
    {
        var stranger = Directory.CreateDirectory(_repository.In("stranger")).FullName;

        Assert.Contains("is the repository itself", await _repository.Manager.RemoveAsync(_repository.Root, _repository.Root, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("is not a worktree of", await _repository.Manager.RemoveAsync(_repository.Root, stranger, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(Directory.Exists(stranger));
    }

    [Fact]
    public async Task RemoveAsync_IgnoredWork_StaysUntilAPersonIsTold()
    {
        await WriteAsync(".gitignore", ".env\n");
        await _repository.CommitAsync(_repository.Workspace, "Ignore");
        await _repository.RunAsync(_repository.Root, "merge", "--quiet", "--ff-only", "signalbox/DOC-1");
        await WriteAsync(".env", "TOKEN=1");

        Assert.Contains("it holds 1 ignored file or folder", await _repository.RemoveAsync(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_repository.Workspace, ".env")));

        Assert.Null(await DiscardAsync());
        Assert.False(Directory.Exists(_repository.Workspace));
    }

    [Fact]
    public async Task RemoveAsync_RepositoryInside_Stays()
    {
        var inside = Directory.CreateDirectory(Path.Combine(_repository.Workspace, "nested")).FullName;
        await _repository.RunAsync(inside, "init", "--quiet");

        Assert.Contains("1 repository inside that is no submodule: nested", await _repository.RemoveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DiscardAsync_OwnCommits_KeepsTheirBranch()
    {
        await WriteAsync("b.txt", "b");
        var work = await _repository.CommitAsync(_repository.Workspace, "Work");
        await WriteAsync("c.txt", "uncommitted");

        Assert.Null(await DiscardAsync());

        Assert.False(Directory.Exists(_repository.Workspace));
        Assert.Equal(work, await _repository.RunAsync(_repository.Root, "rev-parse", "signalbox/DOC-1"));
    }

    [Fact]
    public async Task DiscardAsync_Locked_Stays()
    {
        await _repository.RunAsync(_repository.Root, "worktree", "lock", _repository.Workspace);

        Assert.Contains("is locked", await DiscardAsync(), StringComparison.Ordinal);
        Assert.True(Directory.Exists(_repository.Workspace));
    }

    [Fact]
    public async Task RemoveAsync_LockOfAnotherGit_DoesNotMatter()
    {
        var folder = await _repository.RunAsync(_repository.Workspace, "rev-parse", "--absolute-git-dir");
        await File.WriteAllTextAsync(Path.Combine(folder, "index.lock"), "", TestContext.Current.CancellationToken);

        Assert.Null(await _repository.RemoveAsync());
        Assert.False(Directory.Exists(_repository.Workspace));
    }

    private Task<string?> DiscardAsync() => _repository.Manager.DiscardAsync(_repository.Root, _repository.Workspace, TestContext.Current.CancellationToken);

    private async Task WriteAsync(string name, string text)
    {
        var path = Path.Combine(_repository.Workspace, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
    }
}
