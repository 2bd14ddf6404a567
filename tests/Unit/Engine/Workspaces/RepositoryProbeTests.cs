using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

public sealed class RepositoryProbeTests : IDisposable
{
    private readonly TestRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task ProbeAsync_Repository_GivesFacts()
    {
        await _repository.WithCommitAsync();
        await _repository.RunAsync(_repository.Root, "remote", "add", "origin", "https://user:secret@example.com/x.git");
        Directory.CreateDirectory(Path.Combine(_repository.Root, "sub"));

        var probe = await ProbeAsync(Path.Combine(_repository.Root, "sub"));

        Assert.Equal(new RepositoryProbe(_repository.Root, "main", "https://example.com/x.git", Fault: null), probe);
    }

    [Fact]
    public async Task ProbeAsync_Detached_HasNoBranch()
    {
        await _repository.WithCommitAsync();
        await _repository.RunAsync(_repository.Root, "checkout", "--quiet", "--detach");

        var probe = await ProbeAsync(_repository.Root);

        Assert.Null(probe.Fault);
        Assert.Null(probe.DefaultBranch);
    }

    [Fact]
    public async Task ProbeAsync_NoCommit_SaysHowToMakeOne()
    {
        await _repository.RunAsync(_repository.Root, "init", "--quiet");

        await AssertFaultAsync(_repository.Root, "has no commit yet: make a first one");
    }

    [Fact]
    public async Task ProbeAsync_Bare_NamesAClone()
    {
        await _repository.RunAsync(_repository.Root, "init", "--quiet", "--bare");

        await AssertFaultAsync(_repository.Root, "is a bare repository");
    }

    [Fact]
    public async Task ProbeAsync_GitFolder_NamesTheFolderAround()
    {
        await _repository.WithCommitAsync();

        await AssertFaultAsync(Path.Combine(_repository.Root, ".git"), "is the inside of a .git folder");
    }

    [Fact]
    public async Task ProbeAsync_NotARepository_SaysWhatItIs()
    {
        var file = _repository.In("file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        await AssertFaultAsync(_repository.Root, "is not a git repository: run `git init` there");
        await AssertFaultAsync(file, "is a file");
        await AssertFaultAsync(_repository.In("nowhere"), "does not exist");
        await AssertFaultAsync("relative/path", "is not an absolute path");
    }

    [Fact]
    public async Task ProbeAsync_NoGit_SaysToInstallIt()
    {
        var empty = Directory.CreateDirectory(_repository.In("empty")).FullName;
        var manager = new GitWorkspaceManager(new Git(TimeProvider.System, new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = empty }), TimeProvider.System);

        var probe = await manager.ProbeAsync(_repository.Root, TestContext.Current.CancellationToken);

        Assert.Equal("git was not found on the PATH: install git 2.30 or newer, then try again", probe.Fault);
    }

    [Theory]
    [InlineData("https://token@host/x.git", "https://host/x.git")]
    [InlineData("https://u:p@ss@host:8443/x@y.git", "https://host:8443/x@y.git")]
    [InlineData("https://host/x@y.git", "https://host/x@y.git")]
    [InlineData("git@host:x.git", "git@host:x.git")]
    [InlineData("/srv/x.git", "/srv/x.git")]
    public void WithoutCredentials_AnyUrl_KeepsNoSecret(string url, string expected) => Assert.Equal(expected, RepositoryProber.WithoutCredentials(url));

    private Task<RepositoryProbe> ProbeAsync(string path) => _repository.Manager.ProbeAsync(path, TestContext.Current.CancellationToken);

    private async Task AssertFaultAsync(string path, string words)
    {
        var probe = await ProbeAsync(path);
        Assert.Contains(words, probe.Fault, StringComparison.Ordinal);
        Assert.Null(probe.Root);
    }
}
