using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

public sealed class CheckpointEdgeTests : IDisposable
{
    private const string Ref = "refs/signalbox/DOC-1/cp_1";

    private readonly TestRepository _repository = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task CheckpointAsync_WhatNoCommitHolds_IsListed()
    {
        await _repository.WithWorkspaceAsync();
        await _repository.WriteAsync(".gitignore", "*.log\nbuild/\n");
        await _repository.WriteAsync("one.log", "ignored");
        await _repository.WriteAsync("build/two.o", "ignored");
        await _repository.WriteAsync("build/three.o", "ignored");
        Directory.CreateDirectory(_repository.At("empty/inside"));
        Directory.CreateDirectory(_repository.At("nested"));
        await _repository.RunAsync(_repository.At("nested"), "init", "--quiet");
        await _repository.WriteAsync("nested/n.txt", "nested");
        _repository.Shell("mkfifo pipe");

        var commit = await _repository.CheckpointAsync();

        Assert.Equal(
            ["1 repository inside that is no submodule: nested", "1 pipe, socket or device: pipe", "2 ignored files or folders", "1 empty folder"],
            commit.LeftOut);
        Assert.Equal(".gitignore\na.txt", await _repository.FilesAsync(commit));
    }

    [Fact]
    public async Task CheckpointAsync_DirtySubmodule_IsListedAndItsCommitHeld()
    {
        await _repository.WithWorkspaceAsync();
        using var other = await new TestRepository().WithCommitAsync();
        await _repository.GitAsync("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.Root, "sub");
        await _repository.CommitAsync(_repository.Workspace, "Submodule");
        var recorded = await _repository.GitAsync("rev-parse", "HEAD:sub");
        await _repository.WriteAsync("sub/a.txt", "changed inside");

        var commit = await _repository.CheckpointAsync();

        Assert.Equal(["1 submodule with work of its own: sub"], commit.LeftOut);
        Assert.Equal(recorded, await _repository.GitAsync("rev-parse", $"{commit.Commit}:sub"));
    }

    [Fact]
    public async Task CheckpointAsync_DamagedIndex_HoldsTheFiles()
    {
        await _repository.WithWorkspaceAsync();
        await _repository.WriteAsync("new.txt", "new");
        await File.WriteAllTextAsync(Path.Combine(await _repository.FolderAsync(), "index"), "DIRC and no more", Token);

        Assert.Equal("a.txt\nnew.txt", await _repository.FilesAsync(await _repository.CheckpointAsync()));
    }

    [Fact]
    public async Task CheckpointAsync_BeforeTheFirstCommit_HasNoParent()
    {
        await _repository.RunAsync(_repository.Root, "init", "--quiet", "--initial-branch=main");
        await File.WriteAllTextAsync(Path.Combine(_repository.Root, "first.txt"), "first", Token);

        var commit = await _repository.Manager.CheckpointAsync(_repository.Root, Ref, "Checkpoint", Token);

        Assert.Null(commit.Fault);
        Assert.Equal(commit.Commit, await _repository.RunAsync(_repository.Root, "rev-list", Ref));
        Assert.Equal("first.txt", await _repository.RunAsync(_repository.Root, "ls-tree", "-r", "--name-only", Ref));
    }

    [Fact]
    public async Task CheckpointAsync_SparseWorkspace_KeepsTheFilesThatAreNotThere()
    {
        await _repository.WithWorkspaceAsync();
        await _repository.WriteAsync("in/x.txt", "x");
        await _repository.WriteAsync("out/y.txt", "y");
        await _repository.CommitAsync(_repository.Workspace, "More");
        await _repository.GitAsync("sparse-checkout", "set", "in");
        Assert.False(File.Exists(_repository.At("out/y.txt")));
        await _repository.WriteAsync("in/x.txt", "changed");

        Assert.Equal("a.txt\nin/x.txt\nout/y.txt", await _repository.FilesAsync(await _repository.CheckpointAsync()));
    }

    [Fact]
    public async Task CheckpointAsync_NameThatIsNotUtf8_IsHeld()
    {
        await _repository.WithWorkspaceAsync();
        _repository.Shell("printf x > \"$(printf 'caf\\351.txt')\"");

        var commit = await _repository.CheckpointAsync();

        Assert.Equal("a.txt\n\"caf\\351.txt\"", await _repository.FilesAsync(commit));
        _repository.Shell("rm caf*"); // .NET cannot name it
    }

    [Fact]
    public async Task CheckpointAsync_NameThatGitRefuses_IsListed()
    {
        await _repository.WithWorkspaceAsync();
        await _repository.WriteAsync("git~1", "x");
        await _repository.WriteAsync("c.txt", "c");

        var commit = await _repository.CheckpointAsync();

        Assert.Equal(["1 file that git cannot take: git~1"], commit.LeftOut);
        Assert.Equal("a.txt\nc.txt", await _repository.FilesAsync(commit));
    }

    [Fact]
    public async Task CheckpointAsync_NoIdentity_IsSignalboxs()
    {
        await _repository.WithWorkspaceAsync();
        var git = new Git(TimeProvider.System, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = _repository.In("nobody"),
            ["GIT_CONFIG_NOSYSTEM"] = "1",
        });

        var commit = await new GitWorkspaceManager(git, TimeProvider.System).CheckpointAsync(_repository.Workspace, Ref, "Checkpoint", Token);

        Assert.Null(commit.Fault);
        Assert.Equal("Signalbox <checkpoints@signalbox.invalid>", await _repository.GitAsync("show", "--no-patch", "--format=%cn <%ce>", Ref));
        await _repository.CheckpointAsync();
        Assert.Equal("Tess <tess@example.com>", await _repository.GitAsync("show", "--no-patch", "--format=%cn <%ce>", Ref));
    }

    [Fact]
    public async Task CheckpointAsync_FilterWithoutItsProgram_HoldsTheFile()
    {
        await _repository.WithWorkspaceAsync();
        await _repository.GitAsync("config", "filter.lfs.required", "true");
        await _repository.GitAsync("config", "filter.lfs.clean", "git-lfs clean -- %f");
        await _repository.GitAsync("config", "filter.lfs.process", "git-lfs filter-process");
        await _repository.WriteAsync(".gitattributes", "*.bin filter=lfs\n");
        await _repository.WriteAsync("big.bin", "big");

        Assert.Equal("big", await _repository.GitAsync("show", $"{(await _repository.CheckpointAsync()).Commit}:big.bin"));
    }

    [Theory]
    [InlineData("refs/heads/main")]
    [InlineData("refs/signalbox/../heads/main")]
    [InlineData("refs/signalbox/DOC-1")]
    [InlineData("refs/signalbox/DOC-1/cp 1")]
    public async Task CheckpointAsync_OtherRef_IsRefused(string name)
    {
        await _repository.WithWorkspaceAsync();

        var commit = await _repository.Manager.CheckpointAsync(_repository.Workspace, name, "Checkpoint", Token);

        Assert.Null(commit.Commit);
        Assert.Contains("is not the name of a checkpoint", commit.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckpointAsync_WorkspaceGone_SaysSo() =>
        Assert.Contains("is gone", (await _repository.Manager.CheckpointAsync(_repository.Workspace, Ref, "Checkpoint", Token)).Fault, StringComparison.Ordinal);
}
