using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

public sealed class CheckpointTests : IDisposable
{
    private const string Ref = "refs/signalbox/DOC-1/cp_1";

    private readonly TestRepository _repository = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task CheckpointAsync_NothingChanged_HoldsHeadsTree()
    {
        await _repository.WithWorkspaceAsync();

        var commit = await _repository.CheckpointAsync();

        Assert.Equal([], commit.LeftOut);
        Assert.Equal(await _repository.GitAsync("rev-parse", "HEAD"), await _repository.GitAsync("rev-parse", $"{commit.Commit}^"));
        Assert.Equal(await _repository.GitAsync("rev-parse", "HEAD^{tree}"), await _repository.GitAsync("rev-parse", $"{commit.Commit}^{{tree}}"));
        Assert.Equal(commit.Commit, await _repository.GitAsync("rev-parse", Ref));
    }

    [Fact]
    public async Task CheckpointAsync_EveryKindOfChange_IsHeldAndNothingElseMoves()
    {
        await _repository.WithWorkspaceAsync();
        await _repository.WriteAsync("b/old.txt", "old");
        await _repository.WriteAsync("gone.txt", "gone");
        await _repository.CommitAsync(_repository.Workspace, "More");
        await _repository.WriteAsync("a.txt", "three\n");
        await _repository.WriteAsync("staged.txt", "staged");
        await _repository.GitAsync("add", "staged.txt");
        await _repository.WriteAsync("staged.txt", "staged, then changed");
        await _repository.WriteAsync("new file\nwith a line end.txt", "new");
        await _repository.WriteAsync("only-staged.txt", "only staged");
        await _repository.GitAsync("add", "only-staged.txt");
        await _repository.GitAsync("rm", "--quiet", "--cached", "gone.txt"); // the index has forgotten it, the disk has not
        Directory.Delete(_repository.At("b"), recursive: true);
        File.CreateSymbolicLink(_repository.At("b"), "/etc");
        var before = await StateAsync();

        var commit = await _repository.CheckpointAsync();

        Assert.Equal(before, await StateAsync());
        Assert.Equal(
            ["a.txt", "b", "gone.txt", "new file\nwith a line end.txt", "only-staged.txt", "staged.txt"],
            (await _repository.GitAsync("ls-tree", "-r", "-z", "--name-only", commit.Commit!)).Split('\0', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("three", await _repository.GitAsync("show", $"{commit.Commit}:a.txt"));
        Assert.Equal("staged, then changed", await _repository.GitAsync("show", $"{commit.Commit}:staged.txt"));
        Assert.Equal("/etc", await _repository.GitAsync("show", $"{commit.Commit}:b"));
    }

    [Fact]
    public async Task CheckpointAsync_FolderBecomesFileAndFileBecomesFolder_IsHeld()
    {
        await _repository.WithWorkspaceAsync();
        await _repository.WriteAsync("folder/x.txt", "x");
        await _repository.WriteAsync("file", "file");
        await _repository.CommitAsync(_repository.Workspace, "More");
        Directory.Delete(_repository.At("folder"), recursive: true);
        await _repository.WriteAsync("folder", "now a file");
        File.Delete(_repository.At("file"));
        await _repository.WriteAsync("file/y.txt", "y");

        Assert.Equal("a.txt\nfile/y.txt\nfolder", await _repository.FilesAsync(await _repository.CheckpointAsync()));
    }

    [Fact]
    public async Task CheckpointAsync_SameSizeWithinTheSameMoment_IsSeen()
    {
        await _repository.WithWorkspaceAsync();
        var path = _repository.At("a.txt");
        await _repository.WriteAsync("a.txt", "one\nTWO\n");
        await _repository.CommitAsync(_repository.Workspace, "More");
        // Same size, same times as the index has noted: only the index's own time tells git to look inside.
        var time = File.GetLastWriteTimeUtc(Path.Combine(await _repository.FolderAsync(), "index"));
        File.SetLastWriteTimeUtc(path, time);
        await _repository.GitAsync("update-index", "--refresh");
        File.SetLastWriteTimeUtc(Path.Combine(await _repository.FolderAsync(), "index"), time);
        await _repository.WriteAsync("a.txt", "one\nTwo\n");
        File.SetLastWriteTimeUtc(path, time);

        Assert.Equal("one\nTwo", await _repository.GitAsync("show", $"{(await _repository.CheckpointAsync()).Commit}:a.txt"));
    }

    [Fact]
    public async Task CheckpointAsync_LockOfAnotherGit_DoesNotMatter()
    {
        await _repository.WithWorkspaceAsync();
        await _repository.WriteAsync("new.txt", "new");
        await File.WriteAllTextAsync(Path.Combine(await _repository.FolderAsync(), "index.lock"), "", Token);

        Assert.Equal("a.txt\nnew.txt", await _repository.FilesAsync(await _repository.CheckpointAsync()));
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(await _repository.FolderAsync(), "index.lock"), Token));
    }

    [Fact]
    public async Task CheckpointAsync_BesideAWriter_AlwaysSucceeds()
    {
        await _repository.WithWorkspaceAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writer = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await _repository.WriteAsync($"w/{i % 50}.txt", new string('x', i % 5000));
                File.Delete(_repository.At($"w/{(i + 25) % 50}.txt"));
                if (i % 40 == 0)
                {
                    await _repository.CommitAsync(_repository.Workspace, "Agent");
                }
            }
        }, Token);

        for (var i = 0; i < 15; i++)
        {
            Assert.Null((await _repository.Manager.CheckpointAsync(_repository.Workspace, $"refs/signalbox/DOC-1/cp_{i}", "Checkpoint", Token)).Fault);
        }

        await stop.CancelAsync();
        await writer; // no git of the agent's own failed either
        Assert.Empty(Directory.EnumerateFiles(await _repository.FolderAsync(), "signalbox-index*"));
    }

    [Fact]
    public async Task CheckpointAsync_TenThousandFiles_IsHeld()
    {
        await _repository.WithWorkspaceAsync();
        for (var i = 0; i < 10_000; i++)
        {
            await _repository.WriteAsync($"d{i / 100}/f{i}.txt", $"{i}");
        }

        var commit = await _repository.CheckpointAsync();

        Assert.Equal("10001", (await _repository.FilesAsync(commit)).Split('\n').Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task CreateAsync_AtACommitThatOnlyACheckpointHolds_HasItsFiles()
    {
        await _repository.WithWorkspaceAsync();
        await _repository.WriteAsync("new.txt", "new");
        var commit = await _repository.CheckpointAsync();

        var fork = await _repository.CreateAsync("signalbox/DOC-2", commit.Commit, _repository.In("runs/DOC-2/workspace"));

        Assert.Equal(new WorkspaceOutcome("signalbox/DOC-2", commit.Commit, Fault: null), fork);
        Assert.True(File.Exists(_repository.In("runs/DOC-2/workspace/new.txt")));
    }

    [Fact]
    public async Task DeleteCheckpointRefsAsync_OfARun_LeavesTheOthers()
    {
        await _repository.WithWorkspaceAsync();
        await _repository.CheckpointAsync();
        await _repository.Manager.CheckpointAsync(_repository.Workspace, "refs/signalbox/DOC-1/cp_2", "Checkpoint", Token);
        await _repository.Manager.CheckpointAsync(_repository.Workspace, "refs/signalbox/DOC-11/cp_3", "Checkpoint", Token);

        Assert.Null(await _repository.Manager.DeleteCheckpointRefsAsync(_repository.Root, "DOC-1", Token));
        Assert.Null(await _repository.Manager.DeleteCheckpointRefsAsync(_repository.Root, "DOC-1", Token));

        Assert.Equal("refs/signalbox/DOC-11/cp_3", await _repository.GitAsync("for-each-ref", "--format=%(refname)", "refs/signalbox"));
        Assert.NotNull(await _repository.Manager.DeleteCheckpointRefsAsync(_repository.Root, "../heads", Token));
    }

    /// <summary>All that a checkpoint must not move.</summary>
    private async Task<string> StateAsync() =>
        $"""
        {await _repository.GitAsync("rev-parse", "HEAD")}
        {await _repository.GitAsync("symbolic-ref", "HEAD")}
        {await _repository.GitAsync("status", "--porcelain=v2", "--untracked-files=all")}
        {await _repository.GitAsync("ls-files", "--stage")}
        {Convert.ToHexString(await File.ReadAllBytesAsync(Path.Combine(await _repository.FolderAsync(), "index"), Token))}
        """;
}
