using System.Diagnostics;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

/// <summary>A real git repository in a folder of the test's own, independent of the machine's git configuration.</summary>
internal sealed class TestRepository : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("signalbox-git-").FullName;
    private readonly Dictionary<string, string> _environment;

    public TestRepository()
    {
        _environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = _folder,
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_AUTHOR_NAME"] = "Tess",
            ["GIT_AUTHOR_EMAIL"] = "tess@example.com",
            ["GIT_COMMITTER_NAME"] = "Tess",
            ["GIT_COMMITTER_EMAIL"] = "tess@example.com",
        };
        Git = new Git(TimeProvider.System, _environment);
        Manager = new GitWorkspaceManager(Git, TimeProvider.System);
        Root = Directory.CreateDirectory(In("repository")).FullName;
    }

    public Git Git { get; }

    public GitWorkspaceManager Manager { get; }

    /// <summary>The repository's work tree.</summary>
    public string Root { get; }

    public string Workspace => In("runs/DOC-1/workspace");

    public string In(string name) => Path.Combine(_folder, name);

    /// <summary>Makes the repository with one commit of <c>a.txt</c>.</summary>
    public async Task<TestRepository> WithCommitAsync()
    {
        await RunAsync(Root, "init", "--quiet", "--initial-branch=main");
        await File.WriteAllTextAsync(Path.Combine(Root, "a.txt"), "one\ntwo\n");
        await CommitAsync(Root, "First commit");
        return this;
    }

    public async Task<string> CommitAsync(string folder, string message)
    {
        await RunAsync(folder, "add", "--all");
        await RunAsync(folder, "commit", "--quiet", "--message", message);
        return await RunAsync(folder, "rev-parse", "HEAD");
    }

    public async Task<string> RunAsync(string folder, params string[] arguments)
    {
        var result = await Git.RunAsync(folder, arguments, TestContext.Current.CancellationToken);
        return result.IsSuccess ? result.Output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {result.Error}");
    }

    public Task<WorkspaceOutcome> CreateAsync(string branch = "signalbox/DOC-1", string? baseRef = null, string? path = null) =>
        Manager.CreateAsync(new WorkspaceRequest(Root, path ?? Workspace, branch, baseRef), TestContext.Current.CancellationToken);

    public Task<string?> RemoveAsync() => Manager.RemoveAsync(Root, Workspace, TestContext.Current.CancellationToken);

    /// <summary>Makes the repository and a workspace of it.</summary>
    public async Task<TestRepository> WithWorkspaceAsync()
    {
        await WithCommitAsync();
        var outcome = await CreateAsync();
        return outcome.Fault is null ? this : throw new InvalidOperationException(outcome.Fault);
    }

    /// <summary>A path in the workspace.</summary>
    public string At(string name) => Path.Combine(Workspace, name);

    /// <summary>Writes a file of the workspace.</summary>
    public async Task WriteAsync(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        await File.WriteAllTextAsync(At(name), text, TestContext.Current.CancellationToken);
    }

    /// <summary>git in the workspace.</summary>
    public Task<string> GitAsync(params string[] arguments) => RunAsync(Workspace, arguments);

    /// <summary>git's own folder of the workspace.</summary>
    public Task<string> FolderAsync() => GitAsync("rev-parse", "--absolute-git-dir");

    /// <summary>A shell command in the workspace.</summary>
    public void Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = Workspace })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>A checkpoint of the workspace, which must succeed.</summary>
    public async Task<CheckpointCommit> CheckpointAsync(string name = "refs/signalbox/DOC-1/cp_1")
    {
        var commit = await Manager.CheckpointAsync(Workspace, name, "Checkpoint", TestContext.Current.CancellationToken);
        Assert.Null(commit.Fault);
        return commit;
    }

    /// <summary>The files of a checkpoint, one a line.</summary>
    public Task<string> FilesAsync(CheckpointCommit commit) => GitAsync("ls-tree", "-r", "--name-only", commit.Commit!);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
