using System.Diagnostics;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

public sealed class CheckpointTests : IDisposable
{
    private const string Ref = "refs/signalbox/DOC-1/cp_000000000001";

    private readonly TestRepository _repository = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task CheckpointAsync_NothingChanged_HoldsHeadsTree()
    {
        await WithWorkspaceAsync();

        var commit = await CheckpointAsync();

        Assert.Equal([], commit.LeftOut);
        Assert.Equal(await GitAsync("rev-parse", "HEAD"), await GitAsync("rev-parse", $"{commit.Commit}^"));
        Assert.Equal(await GitAsync("rev-parse", "HEAD^{tree}"), await GitAsync("rev-parse", $"{commit.Commit}^{{tree}}"));
        Assert.Equal(commit.Commit, await GitAsync("rev-parse", Ref));
    }

    [Fact]
    public async Task CheckpointAsync_EveryKindOfChange_IsHeldAndNothingElseMoves()
    {
        await WithWorkspaceAsync();
        await WriteAsync("b/old.txt", "old");
        await WriteAsync("gone.txt", "gone");
        await _repository.CommitAsync(_repository.Workspace, "More");
        await WriteAsync("a.txt", "three\n");
        await WriteAsync("staged.txt", "staged");
        await GitAsync("add", "staged.txt");
        await WriteAsync("staged.txt", "staged, then changed");
        await WriteAsync("new file\nwith a line end.txt", "new");
        await WriteAsync("only-staged.txt", "only staged");
        await GitAsync("add", "only-staged.txt");
        await GitAsync("rm", "--quiet", "--cached", "gone.txt"); // the index has forgotten it, the disk has not
        Directory.Delete(In("b"), recursive: true);
        File.CreateSymbolicLink(In("b"), "/etc");
        var before = await StateAsync();

        var commit = await CheckpointAsync();

        Assert.Equal(before, await StateAsync());
        Assert.Equal(
            ["a.txt", "b", "gone.txt", "new file\nwith a line end.txt", "only-staged.txt", "staged.txt"],
            (await GitAsync("ls-tree", "-r", "-z", "--name-only", commit.Commit!)).Split('\0', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("three", await GitAsync("show", $"{commit.Commit}:a.txt"));
        Assert.Equal("staged, then changed", await GitAsync("show", $"{commit.Commit}:staged.txt"));
        Assert.Equal("/etc", await GitAsync("show", $"{commit.Commit}:b"));
    }

    [Fact]
    public async Task CheckpointAsync_FolderBecomesFileAndFileBecomesFolder_IsHeld()
    {
        await WithWorkspaceAsync();
        await WriteAsync("folder/x.txt", "x");
        await WriteAsync("file", "file");
        await _repository.CommitAsync(_repository.Workspace, "More");
        Directory.Delete(In("folder"), recursive: true);
        await WriteAsync("folder", "now a file");
        File.Delete(In("file"));
        await WriteAsync("file/y.txt", "y");

        Assert.Equal("a.txt\nfile/y.txt\nfolder", await FilesAsync(await CheckpointAsync()));
    }

    [Fact]
    public async Task CheckpointAsync_SameSizeWithinTheSameMoment_IsSeen()
    {
        await WithWorkspaceAsync();
        var path = In("a.txt");
        await WriteAsync("a.txt", "one\nTWO\n");
        await _repository.CommitAsync(_repository.Workspace, "More");
        // Same size, same times as the index has noted: only the index's own time tells git to look inside.
        var time = File.GetLastWriteTimeUtc(Path.Combine(await FolderAsync(), "index"));
        File.SetLastWriteTimeUtc(path, time);
        await GitAsync("update-index", "--refresh");
        File.SetLastWriteTimeUtc(Path.Combine(await FolderAsync(), "index"), time);
        await WriteAsync("a.txt", "one\nTwo\n");
        File.SetLastWriteTimeUtc(path, time);

        Assert.Equal("one\nTwo", await GitAsync("show", $"{(await CheckpointAsync()).Commit}:a.txt"));
    }

    [Fact]
    public async Task CheckpointAsync_WhatNoCommitHolds_IsListed()
    {
        await WithWorkspaceAsync();
        await WriteAsync(".gitignore", "*.log\nbuild/\n");
        await WriteAsync("one.log", "ignored");
        await WriteAsync("build/two.o", "ignored");
        await WriteAsync("build/three.o", "ignored");
        Directory.CreateDirectory(In("empty/inside"));
        Directory.CreateDirectory(In("nested"));
        await _repository.RunAsync(In("nested"), "init", "--quiet");
        await WriteAsync("nested/n.txt", "nested");
        MakeFifo("pipe");

        var commit = await CheckpointAsync();

        Assert.Equal(
            ["1 repository inside that is no submodule: nested", "1 pipe, socket or device: pipe", "2 ignored files or folders", "1 empty folder"],
            commit.LeftOut);
        Assert.Equal(".gitignore\na.txt", await FilesAsync(commit));
    }

    [Fact]
    public async Task CheckpointAsync_DirtySubmodule_IsListedAndItsCommitHeld()
    {
        await WithWorkspaceAsync();
        using var other = await new TestRepository().WithCommitAsync();
        await GitAsync("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.Root, "sub");
        await _repository.CommitAsync(_repository.Workspace, "Submodule");
        var recorded = await GitAsync("rev-parse", "HEAD:sub");
        await WriteAsync("sub/a.txt", "changed inside");

        var commit = await CheckpointAsync();

        Assert.Equal(["1 submodule with work of its own: sub"], commit.LeftOut);
        Assert.Equal(recorded, await GitAsync("rev-parse", $"{commit.Commit}:sub"));
    }

    [Fact]
    public async Task CheckpointAsync_LockOfAnotherGit_DoesNotMatter()
    {
        await WithWorkspaceAsync();
        await WriteAsync("new.txt", "new");
        await File.WriteAllTextAsync(Path.Combine(await FolderAsync(), "index.lock"), "", Token);

        Assert.Equal("a.txt\nnew.txt", await FilesAsync(await CheckpointAsync()));
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(await FolderAsync(), "index.lock"), Token));
    }

    [Fact]
    public async Task CheckpointAsync_DamagedIndex_HoldsTheFiles()
    {
        await WithWorkspaceAsync();
        await WriteAsync("new.txt", "new");
        await File.WriteAllTextAsync(Path.Combine(await FolderAsync(), "index"), "DIRC and no more", Token);

        Assert.Equal("a.txt\nnew.txt", await FilesAsync(await CheckpointAsync()));
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
        await WithWorkspaceAsync();
        await WriteAsync("in/x.txt", "x");
        await WriteAsync("out/y.txt", "y");
        await _repository.CommitAsync(_repository.Workspace, "More");
        await GitAsync("sparse-checkout", "set", "in");
        Assert.False(File.Exists(In("out/y.txt")));
        await WriteAsync("in/x.txt", "changed");

        Assert.Equal("a.txt\nin/x.txt\nout/y.txt", await FilesAsync(await CheckpointAsync()));
    }

    [Fact]
    public async Task CheckpointAsync_NameThatIsNotUtf8_IsHeld()
    {
        await WithWorkspaceAsync();
        Shell("printf x > \"$(printf 'caf\\351.txt')\"");

        var commit = await CheckpointAsync();

        Assert.Equal("a.txt\n\"caf\\351.txt\"", await FilesAsync(commit));
        Shell("rm caf*"); // .NET cannot name it
    }

    [Fact]
    public async Task CheckpointAsync_NameThatGitRefuses_IsListed()
    {
        await WithWorkspaceAsync();
        await WriteAsync("git~1", "x");
        await WriteAsync("c.txt", "c");

        var commit = await CheckpointAsync();

        Assert.Equal(["1 file that git cannot take: git~1"], commit.LeftOut);
        Assert.Equal("a.txt\nc.txt", await FilesAsync(commit));
    }

    [Fact]
    public async Task CheckpointAsync_NoIdentity_IsSignalboxs()
    {
        await WithWorkspaceAsync();
        var git = new Git(TimeProvider.System, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = _repository.In("nobody"),
            ["GIT_CONFIG_NOSYSTEM"] = "1",
        });

        var commit = await new GitWorkspaceManager(git, TimeProvider.System).CheckpointAsync(_repository.Workspace, Ref, "Checkpoint", Token);

        Assert.Null(commit.Fault);
        Assert.Equal("Signalbox <checkpoints@signalbox.invalid>", await GitAsync("show", "--no-patch", "--format=%cn <%ce>", Ref));
        await CheckpointAsync();
        Assert.Equal("Tess <tess@example.com>", await GitAsync("show", "--no-patch", "--format=%cn <%ce>", Ref));
    }

    [Fact]
    public async Task CheckpointAsync_FilterWithoutItsProgram_HoldsTheFile()
    {
        await WithWorkspaceAsync();
        await GitAsync("config", "filter.lfs.required", "true");
        await GitAsync("config", "filter.lfs.clean", "git-lfs clean -- %f");
        await GitAsync("config", "filter.lfs.process", "git-lfs filter-process");
        await WriteAsync(".gitattributes", "*.bin filter=lfs\n");
        await WriteAsync("big.bin", "big");

        Assert.Equal("big", await GitAsync("show", $"{(await CheckpointAsync()).Commit}:big.bin"));
    }

    [Theory]
    [InlineData("refs/heads/main")]
    [InlineData("refs/signalbox/../heads/main")]
    [InlineData("refs/signalbox/DOC-1")]
    [InlineData("refs/signalbox/DOC-1/cp 1")]
    public async Task CheckpointAsync_OtherRef_IsRefused(string name)
    {
        await WithWorkspaceAsync();

        var commit = await _repository.Manager.CheckpointAsync(_repository.Workspace, name, "Checkpoint", Token);

        Assert.Null(commit.Commit);
        Assert.Contains("is not the name of a checkpoint", commit.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckpointAsync_WorkspaceGone_SaysSo() =>
        Assert.Contains("is gone", (await _repository.Manager.CheckpointAsync(_repository.Workspace, Ref, "Checkpoint", Token)).Fault, StringComparison.Ordinal);

    [Fact]
    public async Task CheckpointAsync_BesideAWriter_AlwaysSucceeds()
    {
        await WithWorkspaceAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var writer = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await WriteAsync($"w/{i % 50}.txt", new string('x', i % 5000));
                File.Delete(In($"w/{(i + 25) % 50}.txt"));
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
        Assert.Empty(Directory.EnumerateFiles(await FolderAsync(), "signalbox-index*"));
    }

    [Fact]
    public async Task CheckpointAsync_TenThousandFiles_IsHeld()
    {
        await WithWorkspaceAsync();
        for (var i = 0; i < 10_000; i++)
        {
            await WriteAsync($"d{i / 100}/f{i}.txt", $"{i}");
        }

        var commit = await CheckpointAsync();

        Assert.Equal("10001", (await FilesAsync(commit)).Split('\n').Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task CreateAsync_AtACommitThatOnlyACheckpointHolds_HasItsFiles()
    {
        await WithWorkspaceAsync();
        await WriteAsync("new.txt", "new");
        var commit = await CheckpointAsync();

        var fork = await _repository.CreateAsync("signalbox/DOC-2", commit.Commit, _repository.In("runs/DOC-2/workspace"));

        Assert.Equal(new WorkspaceOutcome("signalbox/DOC-2", commit.Commit, Fault: null), fork);
        Assert.True(File.Exists(_repository.In("runs/DOC-2/workspace/new.txt")));
    }

    [Fact]
    public async Task DeleteCheckpointRefsAsync_OfARun_LeavesTheOthers()
    {
        await WithWorkspaceAsync();
        await CheckpointAsync();
        await _repository.Manager.CheckpointAsync(_repository.Workspace, "refs/signalbox/DOC-1/cp_2", "Checkpoint", Token);
        await _repository.Manager.CheckpointAsync(_repository.Workspace, "refs/signalbox/DOC-11/cp_3", "Checkpoint", Token);

        Assert.Null(await _repository.Manager.DeleteCheckpointRefsAsync(_repository.Root, "DOC-1", Token));
        Assert.Null(await _repository.Manager.DeleteCheckpointRefsAsync(_repository.Root, "DOC-1", Token));

        Assert.Equal("refs/signalbox/DOC-11/cp_3", await GitAsync("for-each-ref", "--format=%(refname)", "refs/signalbox"));
        Assert.NotNull(await _repository.Manager.DeleteCheckpointRefsAsync(_repository.Root, "../heads", Token));
    }

    private async Task WithWorkspaceAsync()
    {
        await _repository.WithCommitAsync();
        Assert.Null((await _repository.CreateAsync()).Fault);
    }

    private async Task<CheckpointCommit> CheckpointAsync()
    {
        var commit = await _repository.Manager.CheckpointAsync(_repository.Workspace, Ref, "Checkpoint", Token);
        Assert.Null(commit.Fault);
        return commit;
    }

    private Task<string> FilesAsync(CheckpointCommit commit) => GitAsync("ls-tree", "-r", "--name-only", commit.Commit!);

    /// <summary>All that a checkpoint must not move.</summary>
    private async Task<string> StateAsync() =>
        $"""
        {await GitAsync("rev-parse", "HEAD")}
        {await GitAsync("symbolic-ref", "HEAD")}
        {await GitAsync("status", "--porcelain=v2", "--untracked-files=all")}
        {await GitAsync("ls-files", "--stage")}
        {Convert.ToHexString(await File.ReadAllBytesAsync(Path.Combine(await FolderAsync(), "index"), Token))}
        """;

    private string In(string name) => Path.Combine(_repository.Workspace, name);

    private async Task WriteAsync(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        await File.WriteAllTextAsync(In(name), text, Token);
    }

    private Task<string> GitAsync(params string[] arguments) => _repository.RunAsync(_repository.Workspace, arguments);

    private Task<string> FolderAsync() => GitAsync("rev-parse", "--absolute-git-dir");

    private void MakeFifo(string name) => Shell($"mkfifo {name}");

    private void Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = _repository.Workspace })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
