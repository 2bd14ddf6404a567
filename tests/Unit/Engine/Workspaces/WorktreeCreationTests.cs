using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

public sealed class WorktreeCreationTests : IDisposable
{
    private readonly TestRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    [Trait("Spec4", "Worktree Manager API: worktree_create(role, branch) -> path")]
    public async Task CreateAsync_Fresh_ChecksOutAtHead()
    {
        await _repository.WithCommitAsync();

        var outcome = await _repository.CreateAsync();

        Assert.Equal(new WorkspaceOutcome("signalbox/DOC-1", await HeadAsync(), Fault: null), outcome);
        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(Path.Combine(_repository.Workspace, "a.txt"), TestContext.Current.CancellationToken));
        Assert.Equal("", await _repository.RunAsync(_repository.Workspace, "status", "--porcelain"));
    }

    [Fact]
    public async Task CreateAsync_BaseRef_StartsThere()
    {
        await _repository.WithCommitAsync();
        var first = await HeadAsync();
        await File.WriteAllTextAsync(Path.Combine(_repository.Root, "b.txt"), "b", TestContext.Current.CancellationToken);
        await _repository.CommitAsync(_repository.Root, "Second");

        Assert.Equal(first, (await _repository.CreateAsync(baseRef: "HEAD~1")).BaseCommit);
    }

    [Theory]
    [InlineData("no-such-branch")]
    [InlineData("--all")]
    public async Task CreateAsync_UnknownBaseRef_NamesIt(string baseRef)
    {
        await _repository.WithCommitAsync();

        Assert.Contains($"workspace: '{baseRef}' is neither a branch, a tag nor a commit", (await _repository.CreateAsync(baseRef: baseRef)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_Again_KeepsTheWorkOfTheFirst()
    {
        await _repository.WithCommitAsync();
        var first = await _repository.CreateAsync();
        await File.WriteAllTextAsync(Path.Combine(_repository.Workspace, "work.txt"), "work", TestContext.Current.CancellationToken);
        await _repository.CommitAsync(_repository.Workspace, "Work");

        Assert.Equal(first, await _repository.CreateAsync());
        Assert.True(File.Exists(Path.Combine(_repository.Workspace, "work.txt")));
    }

    [Fact]
    public async Task CreateAsync_BranchExists_TakesTheNextFreeName()
    {
        await _repository.WithCommitAsync();
        await _repository.RunAsync(_repository.Root, "branch", "signalbox/DOC-1");
        await _repository.RunAsync(_repository.Root, "branch", "signalbox/DOC-1-2");

        Assert.Equal("signalbox/DOC-1-3", (await _repository.CreateAsync()).Branch);
    }

    [Fact]
    public async Task CreateAsync_BranchCheckedOutElsewhere_SaysWhere()
    {
        await _repository.WithCommitAsync();
        var other = _repository.In("other");
        await _repository.RunAsync(_repository.Root, "worktree", "add", "--quiet", "-b", "signalbox/DOC-1", other);

        Assert.Equal(
            $"workspace: branch 'signalbox/DOC-1' is checked out at {other}; close that worktree or start the run with another --key",
            (await _repository.CreateAsync()).Fault);
    }

    [Fact]
    public async Task CreateAsync_HalfWorktree_MakesItAgainUnderTheSameName()
    {
        await _repository.WithCommitAsync();
        // As a killed `git worktree add` leaves it: registered and locked, files missing, index locked, no mark.
        await _repository.RunAsync(_repository.Root, "worktree", "add", "--quiet", "--lock", "--reason", "initializing", "--no-checkout", "-b", "signalbox/DOC-1", _repository.Workspace);
        await File.WriteAllTextAsync(Path.Combine(await GitFolderAsync(), "index.lock"), "", TestContext.Current.CancellationToken);

        var outcome = await _repository.CreateAsync();

        Assert.Null(outcome.Fault);
        Assert.Equal("signalbox/DOC-1", outcome.Branch);
        Assert.True(File.Exists(Path.Combine(_repository.Workspace, "a.txt")));
        Assert.Equal("", await _repository.RunAsync(_repository.Workspace, "status", "--porcelain"));
    }

    [Fact]
    public async Task CreateAsync_FolderGoneButRegistered_MakesItAgain()
    {
        await _repository.WithCommitAsync();
        await _repository.CreateAsync();
        Directory.Delete(_repository.Workspace, recursive: true);

        var outcome = await _repository.CreateAsync();

        Assert.Null(outcome.Fault);
        Assert.True(File.Exists(Path.Combine(_repository.Workspace, "a.txt")));
    }

    [Fact]
    public async Task CreateAsync_FolderAndBranchGoneButRegistered_MakesItAgainUnderTheSameName()
    {
        await _repository.WithCommitAsync();
        var first = await _repository.CreateAsync();
        Directory.Delete(_repository.Workspace, recursive: true);
        await _repository.RunAsync(_repository.Root, "update-ref", "-d", "refs/heads/signalbox/DOC-1");

        Assert.Equal(first, await _repository.CreateAsync());
        Assert.True(File.Exists(Path.Combine(_repository.Workspace, "a.txt")));
    }

    [Fact]
    public async Task CreateAsync_FolderGoneButBranchHasWork_KeepsTheBranch()
    {
        await _repository.WithCommitAsync();
        await _repository.CreateAsync();
        await File.WriteAllTextAsync(Path.Combine(_repository.Workspace, "work.txt"), "work", TestContext.Current.CancellationToken);
        var work = await _repository.CommitAsync(_repository.Workspace, "Work");
        Directory.Delete(_repository.Workspace, recursive: true);

        Assert.Equal("signalbox/DOC-1-2", (await _repository.CreateAsync()).Branch);
        Assert.Equal(work, await _repository.RunAsync(_repository.Root, "rev-parse", "signalbox/DOC-1"));
    }

    [Fact]
    public async Task CreateAsync_RegistrationGoneButFolderThere_MakesItAgain()
    {
        await _repository.WithCommitAsync();
        await _repository.CreateAsync();
        Directory.Delete(await GitFolderAsync(), recursive: true);

        Assert.Null((await _repository.CreateAsync()).Fault);
        Assert.Equal("", await _repository.RunAsync(_repository.Workspace, "status", "--porcelain"));
    }

    [Fact]
    public async Task CreateAsync_LockFromBeforeTheBoot_IsRemoved()
    {
        await _repository.WithCommitAsync();
        await _repository.CreateAsync();
        var stale = Path.Combine(await GitFolderAsync(), "index.lock");
        await File.WriteAllTextAsync(stale, "", TestContext.Current.CancellationToken);

        await _repository.CreateAsync();
        Assert.True(File.Exists(stale)); // young: an agent's git may hold it

        File.SetLastWriteTimeUtc(stale, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));
        await _repository.CreateAsync();
        Assert.False(File.Exists(stale));
    }

    [Fact]
    public async Task CreateAsync_FolderOfSomebodyElse_IsNotTouched()
    {
        await _repository.WithCommitAsync();
        Directory.CreateDirectory(_repository.Workspace);
        var file = Path.Combine(_repository.Workspace, "precious.txt");
        await File.WriteAllTextAsync(file, "precious", TestContext.Current.CancellationToken);

        Assert.Contains("exists and is not empty", (await _repository.CreateAsync()).Fault, StringComparison.Ordinal);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task CreateAsync_WorktreeOfSomebodyElse_IsNotTouched()
    {
        await _repository.WithCommitAsync();
        await _repository.RunAsync(_repository.Root, "worktree", "add", "--quiet", "-b", "mine", _repository.Workspace);

        Assert.Contains("is already a work tree", (await _repository.CreateAsync()).Fault, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_repository.Workspace, "a.txt")));
    }

    [Fact]
    public async Task CreateAsync_RepositoryItself_IsRefused()
    {
        await _repository.WithCommitAsync();

        Assert.Contains("is already a work tree", (await _repository.CreateAsync(path: _repository.Root)).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_ImpossibleBranch_SaysSo()
    {
        await _repository.WithCommitAsync();

        Assert.Contains("cannot be the name of a branch", (await _repository.CreateAsync("signalbox/a..b")).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_NotARepository_SaysSo() =>
        Assert.StartsWith("workspace: ", (await _repository.CreateAsync()).Fault, StringComparison.Ordinal);

    [Fact]
    public async Task CreateAsync_HooksOfTheRepository_DoNotRun()
    {
        await _repository.WithCommitAsync();
        var hook = Path.Combine(_repository.Root, ".git", "hooks", "post-checkout");
        Directory.CreateDirectory(Path.GetDirectoryName(hook)!);
        await File.WriteAllTextAsync(hook, $"#!/bin/sh\ntouch {_repository.In("hook-ran")}\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Assert.Null((await _repository.CreateAsync()).Fault);
        Assert.False(File.Exists(_repository.In("hook-ran")));
    }

    [Fact]
    [Trait("Spec4", "1.1: Test with multiple concurrent worktrees")]
    [Trait("Spec4", "FR-201: Multiple agents work in isolation")]
    public async Task CreateAsync_ManyAtOnce_EachHasItsOwn()
    {
        await _repository.WithCommitAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 12).Select(i => _repository.CreateAsync($"signalbox/DOC-{i}", path: _repository.In($"w{i}"))));

        Assert.All(outcomes, outcome => Assert.Null(outcome.Fault));
    }

    [Fact]
    public async Task CreateAsync_CancelledWhileGitChecksOut_EndsGitAndTheNextCallMakesItWhole()
    {
        await _repository.WithCommitAsync();
        // A checkout that takes for ever, and tells when it has begun.
        var started = _repository.In("started");
        await File.WriteAllTextAsync(Path.Combine(_repository.Root, ".gitattributes"), "a.txt filter=slow\n", TestContext.Current.CancellationToken);
        await _repository.CommitAsync(_repository.Root, "Slow");
        await _repository.RunAsync(_repository.Root, "config", "filter.slow.smudge", $"echo $$ >> {started}; cat; exec sleep 1000");
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(started)!, "started");
        var hasStarted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Changed += (_, _) => hasStarted.TrySetResult();
        watcher.EnableRaisingEvents = true;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        var creation = _repository.Manager.CreateAsync(new WorkspaceRequest(_repository.Root, _repository.Workspace, "signalbox/DOC-1", BaseRef: null), cancel.Token);
        await hasStarted.Task.WaitAsync(TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => creation.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));

        var filter = (await File.ReadAllTextAsync(started, TestContext.Current.CancellationToken)).Trim();
        Assert.True(SpinWait.SpinUntil(() => !IsAlive(filter), TimeSpan.FromSeconds(5))); // killed with git; gone once the kernel has let go
        await _repository.RunAsync(_repository.Root, "config", "--unset", "filter.slow.smudge");
        var outcome = await _repository.CreateAsync();
        Assert.Equal(("signalbox/DOC-1", null), (outcome.Branch, outcome.Fault));
        Assert.Equal("", await _repository.RunAsync(_repository.Workspace, "status", "--porcelain"));
    }

    [Fact]
    public async Task CreateAsync_FolderGoneButLockedByAPerson_SaysHowToUnlock()
    {
        await _repository.WithCommitAsync();
        await _repository.CreateAsync();
        await _repository.RunAsync(_repository.Root, "worktree", "lock", "--reason", "on a stick", _repository.Workspace);
        Directory.Delete(_repository.Workspace, recursive: true);

        Assert.Contains("is a locked worktree of", (await _repository.CreateAsync()).Fault, StringComparison.Ordinal);
        Assert.Contains("(on a stick): run `git worktree unlock", (await _repository.CreateAsync()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateAsync_DirtyAndLockedWorkspace_IsGoneOnWith()
    {
        await _repository.WithCommitAsync();
        var first = await _repository.CreateAsync();
        await File.WriteAllTextAsync(Path.Combine(_repository.Workspace, "a.txt"), "work", TestContext.Current.CancellationToken);
        await _repository.RunAsync(_repository.Root, "worktree", "lock", _repository.Workspace);

        Assert.Equal(first, await _repository.CreateAsync());
        Assert.Equal("work", await File.ReadAllTextAsync(Path.Combine(_repository.Workspace, "a.txt"), TestContext.Current.CancellationToken));
    }

    // A process that has ended stays in the table until its parent has looked.
    private static bool IsAlive(string pid) =>
        File.Exists($"/proc/{pid}/stat") && File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].TrimStart()[0] is not ('Z' or 'X');

    private Task<string> HeadAsync() => _repository.RunAsync(_repository.Root, "rev-parse", "HEAD");

    private Task<string> GitFolderAsync() => _repository.RunAsync(_repository.Workspace, "rev-parse", "--absolute-git-dir");
}
