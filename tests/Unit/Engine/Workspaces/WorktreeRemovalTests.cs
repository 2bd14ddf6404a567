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
    public async Task RemoveAsync_NothingDone_RemovesFolderRegistrationAndBranch()
    {
        Assert.Null(await _repository.RemoveAsync());

        Assert.False(Directory.Exists(_repository.Workspace));
        Assert.Equal("main", await _repository.RunAsync(_repository.Root, "branch", "--format=%(refname:short)"));
        Assert.Null(await _repository.RemoveAsync());
    }

    [Fact]
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

    private async Task WriteAsync(string name, string text)
    {
        var path = Path.Combine(_repository.Workspace, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
    }
}
