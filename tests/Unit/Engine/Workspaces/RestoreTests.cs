namespace Signalbox.Unit.Engine.Workspaces;

public sealed class RestoreTests : IAsyncLifetime
{
    private readonly TestRepository _repository = new();
    private int _checkpoints;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _repository.WithCommitAsync();
        await File.WriteAllTextAsync(Path.Combine(_repository.Root, ".gitignore"), "*.log\n", Token);
        await _repository.CommitAsync(_repository.Root, "Ignore logs");
        Assert.Null((await _repository.CreateAsync()).Fault);
    }

    public ValueTask DisposeAsync()
    {
        _repository.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task RestoreAsync_WorkAndCommitsSince_AreTakenBack()
    {
        await WriteAsync("a.txt", "changed\n");
        await WriteAsync("work/new.txt", "new");
        var before = await StateAsync();
        var commit = await CheckpointAsync();
        await WriteAsync("a.txt", "changed again\n");
        await WriteAsync("work/later.txt", "later");
        await WriteAsync("keep.log", "ignored");
        File.Delete(In("work/new.txt"));
        await _repository.CommitAsync(_repository.Workspace, "Since");
        await WriteAsync("more/untracked.txt", "untracked");

        Assert.Null(await RestoreAsync(commit, await CheckpointAsync()));

        Assert.Equal(before, await StateAsync());
        Assert.Equal("new", await File.ReadAllTextAsync(In("work/new.txt"), Token));
        Assert.True(File.Exists(In("keep.log")));
        Assert.False(Directory.Exists(In("more")));
        Assert.False(File.Exists(Path.Combine(await FolderAsync(), "index.lock")));
    }

    [Fact]
    public async Task RestoreAsync_ThereAndBack_IsTheSame()
    {
        await WriteAsync("a.txt", "one");
        var first = await CheckpointAsync();
        await WriteAsync("a.txt", "two");
        await WriteAsync("b.txt", "b");
        var before = await StateAsync();
        var second = await CheckpointAsync();

        Assert.Null(await RestoreAsync(first, second));
        Assert.Equal("one", await File.ReadAllTextAsync(In("a.txt"), Token));
        Assert.Null(await RestoreAsync(second, await CheckpointAsync()));

        Assert.Equal(before, await StateAsync());
        Assert.Equal("two", await File.ReadAllTextAsync(In("a.txt"), Token));
    }

    [Fact]
    public async Task RestoreAsync_WrittenSinceTheLastCheckpoint_IsRefusedAndNothingMoves()
    {
        var first = await CheckpointAsync();
        await WriteAsync("a.txt", "two");
        var second = await CheckpointAsync();
        await WriteAsync("b.txt", "not held");
        var before = await StateAsync();

        Assert.Contains("take another checkpoint", await RestoreAsync(first, second), StringComparison.Ordinal);

        Assert.Equal(before, await StateAsync());
        Assert.Equal("not held", await File.ReadAllTextAsync(In("b.txt"), Token));
    }

    [Fact]
    public async Task RestoreAsync_CommittedSinceTheLastCheckpoint_IsRefused()
    {
        await WriteAsync("a.txt", "two");
        var first = await CheckpointAsync();
        await _repository.CommitAsync(_repository.Workspace, "Same files, another HEAD");

        Assert.Contains("take another checkpoint", await RestoreAsync(first, first), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestoreAsync_IgnoredFileInTheWay_IsNeverReplaced()
    {
        await WriteAsync("out/result.txt", "held");
        var first = await CheckpointAsync();
        File.Delete(In("out/result.txt"));
        await WriteAsync(".gitignore", "*.log\nout/\n");
        await WriteAsync("out/result.txt", "ignored now, and held by nothing");
        var second = await CheckpointAsync();

        Assert.Contains("'out/result.txt', which no checkpoint holds", await RestoreAsync(first, second), StringComparison.Ordinal);

        Assert.Equal("ignored now, and held by nothing", await File.ReadAllTextAsync(In("out/result.txt"), Token));
    }

    [Fact]
    public async Task RestoreAsync_FileWhereAFolderHoldsIgnoredWork_IsRefused()
    {
        await WriteAsync("thing", "a file");
        var first = await CheckpointAsync();
        File.Delete(In("thing"));
        await WriteAsync("thing/x.txt", "held");
        var second = await CheckpointAsync();
        await WriteAsync("thing/deep/y.log", "ignored");

        Assert.Contains("'thing/deep/y.log'", await RestoreAsync(first, second), StringComparison.Ordinal);

        File.Delete(In("thing/deep/y.log"));
        Directory.Delete(In("thing/deep"));
        Assert.Null(await RestoreAsync(first, second));
        Assert.Equal("a file", await File.ReadAllTextAsync(In("thing"), Token));
    }

    [Fact]
    public async Task RestoreAsync_RepositoryInsideInTheWay_IsRefused()
    {
        await WriteAsync("lib/x.txt", "x");
        var first = await CheckpointAsync();
        Directory.Delete(In("lib"), recursive: true);
        Directory.CreateDirectory(In("lib"));
        await _repository.RunAsync(In("lib"), "init", "--quiet");
        await WriteAsync("lib/own.txt", "own");
        var second = await CheckpointAsync();

        Assert.Contains("holds 'lib', which no checkpoint holds", await RestoreAsync(first, second), StringComparison.Ordinal);
        Assert.False(File.Exists(In("lib/x.txt")));
    }

    [Fact]
    public async Task RestoreAsync_LinkLedOutOfTheWorkspace_IsNotFollowed()
    {
        await WriteAsync("d/x.txt", "inside");
        var first = await CheckpointAsync();
        Directory.Delete(In("d"), recursive: true);
        var outside = Directory.CreateDirectory(_repository.In("outside")).FullName;
        await File.WriteAllTextAsync(Path.Combine(outside, "x.txt"), "outside", Token);
        File.CreateSymbolicLink(In("d"), outside);

        Assert.Null(await RestoreAsync(first, await CheckpointAsync()));

        Assert.Equal("outside", await File.ReadAllTextAsync(Path.Combine(outside, "x.txt"), Token));
        Assert.Equal("inside", await File.ReadAllTextAsync(In("d/x.txt"), Token));
    }

    [Fact]
    public async Task RestoreAsync_OnAnotherBranchSince_ComesBack()
    {
        var first = await CheckpointAsync();
        await GitAsync("switch", "--quiet", "--create", "elsewhere");
        await WriteAsync("b.txt", "b");
        var work = await _repository.CommitAsync(_repository.Workspace, "Work");

        Assert.Null(await RestoreAsync(first, await CheckpointAsync()));

        Assert.Equal("refs/heads/signalbox/DOC-1", await GitAsync("symbolic-ref", "HEAD"));
        Assert.Equal(work, await GitAsync("rev-parse", "elsewhere"));
        Assert.False(File.Exists(In("b.txt")));
    }

    [Fact]
    public async Task RestoreAsync_OtherBranchHasCommitsThatNothingHolds_IsRefused()
    {
        var first = await CheckpointAsync();
        await WriteAsync("b.txt", "b");
        await _repository.CommitAsync(_repository.Workspace, "Only here");
        await GitAsync("switch", "--quiet", "--create", "elsewhere", "HEAD~1");

        Assert.Contains("has commits that no checkpoint holds", await RestoreAsync(first, await CheckpointAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestoreAsync_DetachedSince_ComesBackToItsBranch()
    {
        var first = await CheckpointAsync();
        await GitAsync("switch", "--quiet", "--detach");
        await WriteAsync("b.txt", "b");
        await _repository.CommitAsync(_repository.Workspace, "Work");
        var second = await CheckpointAsync();

        Assert.Null(await RestoreAsync(first, second));
        Assert.Equal("refs/heads/signalbox/DOC-1", await GitAsync("symbolic-ref", "HEAD"));
        Assert.Null(await RestoreAsync(second, await CheckpointAsync()));
        Assert.Equal("HEAD", await GitAsync("rev-parse", "--abbrev-ref", "HEAD"));
        Assert.True(File.Exists(In("b.txt")));
    }

    [Fact]
    public async Task RestoreAsync_InTheMiddleOfAMerge_ForgetsTheMerge()
    {
        await WriteAsync("a.txt", "mine\n");
        await _repository.CommitAsync(_repository.Workspace, "Mine");
        var before = await StateAsync();
        var first = await CheckpointAsync();
        await GitAsync("branch", "theirs", "HEAD~1");
        await GitAsync("switch", "--quiet", "theirs");
        await WriteAsync("a.txt", "theirs\n");
        await _repository.CommitAsync(_repository.Workspace, "Theirs");
        await GitAsync("switch", "--quiet", "signalbox/DOC-1");
        Assert.False((await _repository.Git.RunAsync(_repository.Workspace, ["merge", "theirs"], Token)).IsSuccess);

        Assert.Null(await RestoreAsync(first, await CheckpointAsync()));

        Assert.Equal(before, await StateAsync());
        Assert.DoesNotContain("merg", await GitAsync("status"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestoreAsync_LockOfAnotherGit_SaysWhereAndAnOldOneIsRemoved()
    {
        var first = await CheckpointAsync();
        await WriteAsync("a.txt", "two");
        var second = await CheckpointAsync();
        var held = Path.Combine(await FolderAsync(), "index.lock");
        await File.WriteAllTextAsync(held, "", Token);

        Assert.Contains($"{held} exists: another git is at work", await RestoreAsync(first, second), StringComparison.Ordinal);
        Assert.Equal("two", await File.ReadAllTextAsync(In("a.txt"), Token));

        File.SetLastWriteTimeUtc(held, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));
        Assert.Null(await RestoreAsync(first, second));
        Assert.False(File.Exists(held));
    }

    [Fact]
    public async Task RestoreAsync_LockedWorktree_IsRestored()
    {
        var first = await CheckpointAsync();
        await WriteAsync("a.txt", "two");
        await _repository.RunAsync(_repository.Root, "worktree", "lock", _repository.Workspace);

        Assert.Null(await RestoreAsync(first, await CheckpointAsync()));
        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(In("a.txt"), Token));
    }

    [Fact]
    public async Task RestoreAsync_FolderGoneOrUnknownCheckpoint_SaysSo()
    {
        var first = await CheckpointAsync();

        Assert.Contains("is not in the repository", await RestoreAsync(new string('0', 40), first), StringComparison.Ordinal);
        Assert.Contains("is not in the repository", await RestoreAsync("--all", first), StringComparison.Ordinal);
        var strange = await GitAsync("commit-tree", "HEAD^{tree}", "-m", "neither a checkpoint nor where the work began");
        Assert.Contains("is not in the repository", await RestoreAsync(strange, first), StringComparison.Ordinal);
        Directory.Delete(_repository.Workspace, recursive: true);
        Assert.Contains("is gone", await RestoreAsync(first, first), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RestoreAsync_CommitThatTheWorkBeganAt_IsThatCommitAgainAndLosesNothing()
    {
        var begin = await GitAsync("rev-parse", "HEAD");
        await WriteAsync("a.txt", "changed");
        await WriteAsync("new.txt", "new");
        await _repository.CommitAsync(_repository.Workspace, "Work");
        await WriteAsync("later.txt", "uncommitted");
        var present = await CheckpointAsync();

        Assert.Null(await RestoreAsync(begin, present));

        Assert.Equal((begin, ""), (await GitAsync("rev-parse", "HEAD"), await GitAsync("status", "--porcelain")));
        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(In("a.txt"), Token));
        Assert.Null(await RestoreAsync(present, await CheckpointAsync()));
        Assert.Equal("uncommitted", await File.ReadAllTextAsync(In("later.txt"), Token));
        Assert.Equal("Work", await GitAsync("log", "-1", "--format=%s"));
    }

    private async Task<string> CheckpointAsync()
    {
        var commit = await _repository.Manager.CheckpointAsync(_repository.Workspace, $"refs/signalbox/DOC-1/cp_{++_checkpoints}", "Checkpoint", Token);
        Assert.Null(commit.Fault);
        return commit.Commit!;
    }

    private Task<string?> RestoreAsync(string commit, string present) => _repository.Manager.RestoreAsync(_repository.Workspace, commit, present, Token);

    private async Task<string> StateAsync() =>
        $"{await GitAsync("rev-parse", "HEAD")} {await GitAsync("symbolic-ref", "HEAD")}\n{await GitAsync("status", "--porcelain=v2", "--untracked-files=all")}";

    private string In(string name) => Path.Combine(_repository.Workspace, name);

    private async Task WriteAsync(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        await File.WriteAllTextAsync(In(name), text, Token);
    }

    private Task<string> GitAsync(params string[] arguments) => _repository.RunAsync(_repository.Workspace, arguments);

    private Task<string> FolderAsync() => GitAsync("rev-parse", "--absolute-git-dir");
}
