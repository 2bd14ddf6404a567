using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

/// <summary>What a removal refuses to lose, and what it loses when it is told to.</summary>
public sealed class WorktreeRemovalLossTests : IAsyncLifetime
{
    private readonly TestRepository _repository = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _repository.WithWorkspaceAsync();

    public ValueTask DisposeAsync()
    {
        _repository.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task RemoveAsync_StagedOnly_IsAnUncommittedChange()
    {
        await _repository.WriteAsync("staged.txt", "staged");
        await _repository.GitAsync("add", "staged.txt");

        var outcome = await RemoveAsync();

        Assert.Contains("it holds 1 uncommitted change:", outcome.Fault, StringComparison.Ordinal);
        Assert.Equal(["staged.txt"], outcome.State!.UncommittedNames);
    }

    [Theory]
    [InlineData("--assume-unchanged")]
    [InlineData("--skip-worktree")]
    public async Task RemoveAsync_ChangeThatGitWasToldToOverlook_Stays(string flag)
    {
        await _repository.GitAsync("update-index", flag, "a.txt");
        Assert.Null((await _repository.Manager.InspectAsync(_repository.Workspace, Token)).Fault);
        await _repository.WriteAsync("a.txt", "hidden work\n");
        Assert.Equal("", await _repository.GitAsync("status", "--porcelain"));

        var outcome = await RemoveAsync();

        Assert.Contains("it holds 1 uncommitted change:", outcome.Fault, StringComparison.Ordinal);
        Assert.Equal("hidden work\n", await File.ReadAllTextAsync(_repository.At("a.txt"), Token));
    }

    [Fact]
    public async Task RemoveAsync_UnfinishedMerge_Stays()
    {
        await _repository.WriteAsync("a.txt", "ours\n");
        await _repository.CommitAsync(_repository.Workspace, "Ours");
        await File.WriteAllTextAsync(Path.Combine(_repository.Root, "a.txt"), "theirs\n", Token);
        await _repository.CommitAsync(_repository.Root, "Theirs");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _repository.GitAsync("merge", "main"));

        Assert.Contains("an unfinished merge", (await RemoveAsync()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemoveAsync_Stash_StaysWithTheRepository()
    {
        await _repository.WriteAsync("a.txt", "stashed\n");
        await _repository.GitAsync("stash");

        var state = await _repository.Manager.InspectAsync(_repository.Workspace, Token);
        Assert.Equal((1, true), (state.Stashes, state.IsClean));
        Assert.Equal(["1 stash"], state.Stays);

        Assert.Null((await RemoveAsync()).Fault);
        Assert.Contains("stashed", await _repository.RunAsync(_repository.Root, "stash", "show", "-p"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForcedRemoval_CommitsOnNoBranch_GetOne()
    {
        await _repository.GitAsync("checkout", "--quiet", "--detach");
        await _repository.WriteAsync("b.txt", "b");
        var work = await _repository.CommitAsync(_repository.Workspace, "Work");

        Assert.Contains("1 commit that is on no other branch", (await RemoveAsync()).Fault, StringComparison.Ordinal);
        var outcome = await RemoveAsync(isTold: true);

        Assert.Equal((null, "signalbox/DOC-1-detached"), (outcome.Fault, outcome.KeptBranch));
        Assert.Equal(work, await _repository.RunAsync(_repository.Root, "rev-parse", "signalbox/DOC-1-detached"));
    }

    [Fact]
    [Trait("Spec4", "1.1: Consider adding force flag for emergencies")]
    public async Task ForcedRemoval_AsTold_LosesItAndKeepsTheCommits()
    {
        await _repository.WriteAsync("b.txt", "b");
        var work = await _repository.CommitAsync(_repository.Workspace, "Work");
        await _repository.WriteAsync("c.txt", "lost");
        var told = (await RemoveAsync()).State!.Fingerprint;

        var outcome = await RemoveAsync(isTold: true, told);

        Assert.Equal((null, "signalbox/DOC-1"), (outcome.Fault, outcome.KeptBranch));
        Assert.Equal(["1 untracked file"], outcome.State!.Losses);
        Assert.False(Directory.Exists(_repository.Workspace));
        Assert.Equal(work, await _repository.RunAsync(_repository.Root, "rev-parse", "signalbox/DOC-1"));
    }

    [Theory]
    [InlineData("c.txt", "more of the same")]
    [InlineData("d.txt", "another")]
    public async Task ForcedRemoval_SomethingWasWrittenSinceItWasTold_LosesNothing(string name, string text)
    {
        await _repository.WriteAsync("c.txt", "told");
        var told = (await RemoveAsync()).State!.Fingerprint;
        await _repository.WriteAsync(name, text);

        var outcome = await RemoveAsync(isTold: true, told);

        Assert.Contains("it holds something else by now than was told", outcome.Fault, StringComparison.Ordinal);
        Assert.True(outcome.MayBeForced);
        Assert.Equal(text, await File.ReadAllTextAsync(_repository.At(name), Token));
    }

    [Fact]
    public async Task RemoveAsync_WrittenBetweenTheLookAndTheRename_PutsItBack()
    {
        var order = new WorkspaceRemovalOrder(_repository.Root, _repository.Workspace)
        {
            Branch = "signalbox/DOC-1",
            Begin = async _ =>
            {
                await _repository.WriteAsync("late.txt", "late");
                return null;
            },
        };

        var outcome = await _repository.Manager.RemoveAsync(order, Token);

        Assert.Contains("something was written in it just now: 1 untracked file", outcome.Fault, StringComparison.Ordinal);
        Assert.Equal("late", await File.ReadAllTextAsync(_repository.At("late.txt"), Token));
        Assert.Equal("?? late.txt", await _repository.GitAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task RemoveAsync_StoppedAtTheBeginning_TouchesNothing()
    {
        var order = new WorkspaceRemovalOrder(_repository.Root, _repository.Workspace) { Branch = "signalbox/DOC-1", Begin = _ => Task.FromResult<string?>("the run goes on") };

        Assert.Equal("the run goes on", (await _repository.Manager.RemoveAsync(order, Token)).Fault);
        Assert.Equal("", await _repository.GitAsync("status", "--porcelain"));
    }

    [Fact]
    public async Task RemoveAsync_FolderThatMayNotBeWritten_IsDeletedAllTheSame()
    {
        await _repository.WriteAsync(".gitignore", "cache/\n");
        await _repository.CommitAsync(_repository.Workspace, "Ignore");
        await _repository.WriteAsync("cache/module/file", "read only");
        _repository.Shell("chmod -R a-w cache");

        Assert.Null((await RemoveAsync(isTold: true)).Fault);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_repository.In("runs/DOC-1")));
    }

    [Fact]
    public async Task RemoveAsync_CheckpointsOfTheRun_Stay()
    {
        await _repository.WriteAsync("c.txt", "kept by a checkpoint");
        var checkpoint = await _repository.CheckpointAsync();

        Assert.Null((await RemoveAsync(isTold: true)).Fault);
        Assert.Contains("kept by a checkpoint", await _repository.RunAsync(_repository.Root, "show", $"{checkpoint.Commit}:c.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemoveAsync_RepositoryIsGone_OnlyWhenTold()
    {
        Directory.Delete(_repository.Root, recursive: true);

        Assert.Contains($"the repository {_repository.Root} is gone", (await RemoveAsync()).Fault, StringComparison.Ordinal);
        Assert.True(File.Exists(_repository.At("a.txt")));

        Assert.Null((await RemoveAsync(isTold: true)).Fault);
        Assert.False(Directory.Exists(_repository.Workspace));
    }

    [Fact]
    [Trait("Spec4", "1.1: Test with multiple concurrent worktrees")]
    public async Task Worktrees_SeveralAtOnce_AreMadeAndRemovedBesideEachOther()
    {
        // Spec 4: "Test with multiple concurrent worktrees" and "Using git worktree linked mode for efficiency".
        var names = Enumerable.Range(10, 6).Select(n => (Branch: $"signalbox/DOC-{n}", Path: _repository.In($"runs/DOC-{n}/workspace"))).ToList();
        var made = await Task.WhenAll(names.Select(n => Task.Run(() => _repository.CreateAsync(n.Branch, path: n.Path), Token)));
        Assert.All(made, outcome => Assert.Null(outcome.Fault));
        Assert.All(names, n => Assert.StartsWith("gitdir: ", File.ReadAllText(Path.Combine(n.Path, ".git")), StringComparison.Ordinal));

        var gone = await Task.WhenAll(names.Select(n => Task.Run(() => _repository.Manager.RemoveAsync(new WorkspaceRemovalOrder(_repository.Root, n.Path) { Branch = n.Branch }, Token), Token)));

        Assert.All(gone, outcome => Assert.Null(outcome.Fault));
        Assert.Equal(2, (await _repository.RunAsync(_repository.Root, "worktree", "list")).Split('\n').Length);
        Assert.True(Directory.Exists(_repository.Workspace));
    }

    private Task<WorkspaceRemovalOutcome> RemoveAsync(bool isTold = false, string? told = null) => _repository.Manager.RemoveAsync(
        new WorkspaceRemovalOrder(_repository.Root, _repository.Workspace) { Branch = "signalbox/DOC-1", IsTold = isTold, Told = told }, Token);
}
