using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

public sealed class WorkspaceInspectionTests : IAsyncLifetime
{
    private readonly TestRepository _repository = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
    public async Task InspectAsync_NothingDone_IsCleanAndActive()
    {
        var state = await InspectAsync();

        Assert.True(state.IsClean);
        Assert.Equal(WorkspaceStatus.Active, state.Status);
        Assert.Equal("signalbox/DOC-1", state.Branch);
    }

    [Fact]
    [Trait("Spec4", "Worktree Manager API: worktree_status(role) -> Status")]
    public async Task InspectAsync_UncommittedAndUntracked_IsDirty()
    {
        await WriteAsync("a.txt", "changed");
        await WriteAsync("b.txt", "new");
        await WriteAsync("c.txt", "new");

        var state = await InspectAsync();

        Assert.Equal((1, 2, WorkspaceStatus.Dirty), (state.Uncommitted, state.Untracked, state.Status));
        Assert.False(state.IsClean);
    }

    [Fact]
    public async Task InspectAsync_OwnCommit_IsActiveUntilMergedToABranchThatIsNoRuns()
    {
        await WriteAsync("b.txt", "new");
        await _repository.CommitAsync(_repository.Workspace, "Work");

        var alone = await InspectAsync();
        Assert.Equal((1, WorkspaceStatus.Active, false), (alone.Unmerged, alone.Status, alone.IsClean));

        await _repository.RunAsync(_repository.Root, "branch", "signalbox/DOC-2", "signalbox/DOC-1"); // a fork: safe, not merged
        var forked = await InspectAsync();
        Assert.Equal((0, WorkspaceStatus.Active, true), (forked.Unmerged, forked.Status, forked.IsClean));

        await _repository.RunAsync(_repository.Root, "merge", "--quiet", "signalbox/DOC-1");
        var merged = await InspectAsync();
        Assert.Equal((true, WorkspaceStatus.Merged, true), (merged.IsMerged, merged.Status, merged.IsClean));
    }

    [Fact]
    public async Task InspectAsync_WorkThatNoCheckpointHolds_IsNotClean()
    {
        await WriteAsync(".gitignore", "*.log\n");
        await _repository.CommitAsync(_repository.Workspace, "Ignore");
        await WriteAsync("x.log", "ignored");
        Directory.CreateDirectory(Path.Combine(_repository.Workspace, "empty"));

        var state = await InspectAsync();

        Assert.Equal(["1 ignored file or folder"], state.LeftOut); // an empty folder is nobody's work
        Assert.False(state.IsClean);
    }

    [Fact]
    public async Task InspectAsync_FolderGone_IsRemoved()
    {
        Directory.Delete(_repository.Workspace, recursive: true);

        var state = await InspectAsync();

        Assert.Equal((false, WorkspaceStatus.Removed, true), (state.Exists, state.Status, state.IsClean));
    }

    [Fact]
    public async Task InspectAsync_NoWorktreeAnyMore_SaysSoAndIsNotClean()
    {
        File.Delete(Path.Combine(_repository.Workspace, ".git"));

        var state = await InspectAsync();

        Assert.Contains("is no git worktree any more", state.Fault, StringComparison.Ordinal);
        Assert.Null(state.Status);
        Assert.False(state.IsClean);
    }

    [Fact]
    public async Task InspectAsync_LockOfAnotherGit_DoesNotMatter()
    {
        var folder = await _repository.RunAsync(_repository.Workspace, "rev-parse", "--absolute-git-dir");
        await File.WriteAllTextAsync(Path.Combine(folder, "index.lock"), "", Token);

        Assert.True((await InspectAsync()).IsClean);
    }

    private Task<WorkspaceState> InspectAsync() => _repository.Manager.InspectAsync(_repository.Workspace, Token);

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_repository.Workspace, name), text, Token);
}
