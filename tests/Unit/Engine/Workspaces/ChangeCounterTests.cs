using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

public sealed class ChangeCounterTests : IDisposable
{
    private readonly TestRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task SummarizeChangesAsync_CommittedUncommittedUntracked_AreAllCounted()
    {
        await _repository.WithCommitAsync();
        var outcome = await _repository.CreateAsync();
        await WriteAsync("committed.txt", "1\n2\n3\n");
        await _repository.CommitAsync(_repository.Workspace, "Work");
        await WriteAsync("a.txt", "one\nchanged\nmore\n");
        await WriteAsync("ünträcked name.txt", "1\n2");
        await WriteAsync("binary.bin", "a\0b\n");
        await WriteAsync(".gitignore", "ignored.txt\n");
        await WriteAsync("ignored.txt", "x\n");
        File.CreateSymbolicLink(Path.Combine(_repository.Workspace, "link"), "/etc/passwd");

        var changes = await _repository.Manager.SummarizeChangesAsync(_repository.Workspace, outcome.BaseCommit!, TestContext.Current.CancellationToken);

        Assert.Equal(new ChangeSummary(Files: 6, Added: 3 + 2 + 2 + 0 + 1 + 1, Removed: 1), changes);
    }

    [Fact]
    public async Task SummarizeChangesAsync_Nothing_IsZero()
    {
        await _repository.WithCommitAsync();
        var outcome = await _repository.CreateAsync();

        Assert.Equal(new ChangeSummary(0, 0, 0), await _repository.Manager.SummarizeChangesAsync(_repository.Workspace, outcome.BaseCommit!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SummarizeChangesAsync_WorkspaceGone_SaysSo()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _repository.Manager.SummarizeChangesAsync(_repository.In("gone"), "HEAD", TestContext.Current.CancellationToken));

        Assert.Contains("does not exist", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SummarizeChangesAsync_UntrackedSinceACheckpoint_CountsWhatIsNewOnly()
    {
        await _repository.WithWorkspaceAsync();
        await WriteAsync("left.txt", "1\n2\n3\n");
        await WriteAsync("edited.txt", "1\n2\n3\n");
        await WriteAsync("gone.txt", "1\n2\n");
        var checkpoint = await _repository.CheckpointAsync();
        Assert.Equal(new ChangeSummary(0, 0, 0), await CountAsync(checkpoint));

        await WriteAsync("edited.txt", "1\nzwei\n3\n");
        File.Delete(_repository.At("gone.txt"));
        await WriteAsync("new.txt", "fresh\n");

        Assert.Equal(new ChangeSummary(Files: 3, Added: 1 + 0 + 1, Removed: 1 + 2 + 0), await CountAsync(checkpoint));
    }

    [Fact]
    public async Task SummarizeChangesAsync_MovedUntrackedFile_IsOneFileAsTheDiffShowsIt()
    {
        await _repository.WithWorkspaceAsync();
        await WriteAsync("old.txt", "1\n2\n3\n");
        var checkpoint = await _repository.CheckpointAsync();

        File.Move(_repository.At("old.txt"), _repository.At("new.txt"));

        Assert.Equal(new ChangeSummary(1, 0, 0), await CountAsync(checkpoint));
    }

    private Task<ChangeSummary> CountAsync(CheckpointCommit checkpoint) =>
        _repository.Manager.SummarizeChangesAsync(_repository.Workspace, checkpoint.Commit!, TestContext.Current.CancellationToken);

    private Task WriteAsync(string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(_repository.Workspace, name), text, TestContext.Current.CancellationToken);
}
