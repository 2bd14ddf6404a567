using System.Net;
using System.Net.Sockets;
using System.Text;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

/// <summary>Fetching before and pushing after a run, with real git and bare repositories as remotes. design/domain.md: "fetch and push are options of a repository".</summary>
public sealed class RemoteSyncTests : IAsyncLifetime
{
    private readonly TestRepository _git = new();
    private Repository _repository = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Bare => _git.In("origin.git");

    private string Other => _git.In("other");

    private RemoteSync Sync => new(_git.Git, new Dictionary<string, string>(StringComparer.Ordinal));

    public async ValueTask InitializeAsync()
    {
        await _git.WithCommitAsync();
        await _git.RunAsync(_git.Root, "clone", "--quiet", "--bare", _git.Root, Bare);
        await _git.RunAsync(_git.Root, "remote", "add", "origin", Bare);
        await _git.RunAsync(_git.Root, "clone", "--quiet", Bare, Other);
        _repository = new Repository { Id = EntityId.New<RepositoryId>(), Name = "shop", Path = _git.Root, DefaultBranch = "main", Remote = Bare, CreatedAt = DateTimeOffset.UnixEpoch };
    }

    public ValueTask DisposeAsync()
    {
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Fetch_RemoteIsAhead_GivesItsCommitAndMovesNoBranch()
    {
        var before = await _git.RunAsync(_git.Root, "rev-parse", "HEAD");
        var there = await PushedElsewhereAsync();

        var fetched = await Sync.FetchAsync(_repository, Stop);

        Assert.Equal((there, $"origin/main was fetched ({there[..12]})", (string?)null, false), (fetched.Commit, fetched.Words, fetched.Fault, fetched.IsApart));
        Assert.Equal(before, await _git.RunAsync(_git.Root, "rev-parse", "refs/heads/main"));
        Assert.Equal(there, await _git.RunAsync(_git.Root, "rev-parse", "refs/remotes/origin/main"));
        Assert.Equal("origin", await _git.RunAsync(_git.Root, "remote")); // the name of this time is nowhere
        Assert.False(File.Exists(Path.Combine(_git.Root, ".git", "FETCH_HEAD")));
    }

    [Fact]
    public async Task Fetch_RemoteHasNothingNew_BeginsAsWithout()
    {
        Assert.Null((await Sync.FetchAsync(_repository, Stop)).Commit);

        await File.WriteAllTextAsync(Path.Combine(_git.Root, "mine.txt"), "not pushed yet", Stop);
        await _git.CommitAsync(_git.Root, "Mine");
        var fetched = await Sync.FetchAsync(_repository, Stop);

        Assert.Equal((null, null), (fetched.Commit, fetched.Fault));
        Assert.Contains("has nothing new", fetched.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_BothHaveCommits_TakesTheRemoteAndSaysWhatIsLeftOut()
    {
        await File.WriteAllTextAsync(Path.Combine(_git.Root, "mine.txt"), "not pushed yet", Stop);
        await _git.CommitAsync(_git.Root, "Mine");
        var there = await PushedElsewhereAsync();

        var fetched = await Sync.FetchAsync(_repository, Stop);

        Assert.Equal((there, true), (fetched.Commit, fetched.IsApart));
        Assert.EndsWith($"; the run begins without 1 commit of {_git.Root} that it does not have", fetched.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_CannotBe_SaysWhyAndWhatToDo()
    {
        _repository.DefaultBranch = "next";
        Assert.Contains($"origin of shop ({Bare}) has no branch 'next': set the default branch", (await Sync.FetchAsync(_repository, Stop)).Fault, StringComparison.Ordinal);

        _repository.DefaultBranch = "main";
        Directory.Move(Bare, Bare + ".away");
        var away = (await Sync.FetchAsync(_repository, Stop)).Fault!;
        Assert.StartsWith($"main of shop could not be fetched from origin ({Bare}): ", away, StringComparison.Ordinal);
        Assert.EndsWith($"see to it that `git -C {_git.Root} fetch` works, or `signalbox repo add {_git.Root} --fetch off` begins runs without", away, StringComparison.Ordinal);

        await _git.RunAsync(_git.Root, "remote", "remove", "origin");
        Assert.StartsWith("shop has no remote 'origin': ", (await Sync.FetchAsync(_repository, Stop)).Fault, StringComparison.Ordinal);
    }

    /// <summary>design/security.md: what an agent writes into the repository's configuration neither runs nor leads elsewhere.</summary>
    [Fact]
    public async Task Fetch_ConfigurationOfTheRepository_NeitherRunsNorLeadsElsewhere()
    {
        var mark = _git.In("ran");
        await _git.RunAsync(_git.Root, "config", "remote.origin.uploadpack", $"touch {mark}; git-upload-pack");
        await _git.RunAsync(_git.Root, "config", "core.sshCommand", $"touch {mark}");
        await _git.RunAsync(_git.Root, "config", "core.gitProxy", $"touch {mark}");
        var there = await PushedElsewhereAsync();
        Assert.Equal(there, (await Sync.FetchAsync(_repository, Stop)).Commit);

        await _git.RunAsync(_git.Root, "config", "remote.origin.url", $"ext::sh -c touch% {mark}");
        var elsewhere = (await Sync.FetchAsync(_repository, Stop)).Fault;
        _repository.Remote = $"ext::sh -c touch% {mark}";
        Assert.Contains("transport 'ext' not allowed", (await Sync.FetchAsync(_repository, Stop)).Fault, StringComparison.Ordinal);

        Assert.Contains($"by now, and was {Bare} when fetching or pushing was asked for", elsewhere, StringComparison.Ordinal);
        Assert.False(File.Exists(mark));
    }

    /// <summary>design/security.md: what git lets nobody overrule keeps it from the remote.</summary>
    [Theory]
    [InlineData("url.{0}.insteadOf", "url.*.insteadof")]
    [InlineData("url.{0}.pushInsteadOf", "url.*.pushinsteadof")]
    [InlineData("http.proxy", "http.proxy")]
    [InlineData("http.https://example.com/.sslVerify", "http.*.sslverify")]
    [InlineData("core.alternateRefsCommand", "core.alternaterefscommand")]
    [InlineData("fetch.bundleURI", "fetch.bundleuri")]
    public async Task FetchAndPush_ConfigurationOfTheRepositoryLeadsAway_IsRefused(string key, string shown)
    {
        var elsewhere = _git.In("elsewhere.git");
        await _git.RunAsync(_git.Root, "clone", "--quiet", "--bare", Bare, elsewhere);
        var workspace = await WorkAsync("made.txt");
        await PushedElsewhereAsync();
        await _git.RunAsync(_git.Workspace, "config", string.Format(System.Globalization.CultureInfo.InvariantCulture, key, elsewhere), Bare);

        var fetched = await Sync.FetchAsync(_repository, Stop);
        var pushed = await Sync.PushAsync(_repository, workspace, Stop);

        var why = $"the configuration of shop itself sets {shown}, which leads git elsewhere or runs programs, and agents can write there: see to `git -C {_git.Root} config --list --show-origin`";
        Assert.Contains(why, fetched.Fault, StringComparison.Ordinal);
        Assert.Contains(why, pushed.Fault, StringComparison.Ordinal);
        Assert.Equal("main", await _git.RunAsync(Bare, "branch", "--format=%(refname:short)"));
        Assert.Equal("main", await _git.RunAsync(elsewhere, "branch", "--format=%(refname:short)"));
    }

    [Fact]
    public async Task Fetch_ConfigurationLeadsAwayByAFileOrAWorktree_IsRefusedAndThePersonsOwnIsNot()
    {
        var file = _git.In("included");
        await File.WriteAllTextAsync(file, "[http]\n\tproxy = http://127.0.0.1:1\n", Stop);
        await _git.RunAsync(_git.Root, "config", "include.path", file);
        Assert.Contains(" sets http.proxy, ", (await Sync.FetchAsync(_repository, Stop)).Fault, StringComparison.Ordinal);

        await _git.RunAsync(_git.Root, "config", "--unset", "include.path");
        await _git.RunAsync(_git.Root, "config", "extensions.worktreeConfig", "true");
        await _git.RunAsync(_git.Root, "config", "--worktree", "url.elsewhere.insteadOf", Bare);
        Assert.Contains(" sets url.*.insteadof, ", (await Sync.FetchAsync(_repository, Stop)).Fault, StringComparison.Ordinal);

        await _git.RunAsync(_git.Root, "config", "--worktree", "--unset", "url.elsewhere.insteadOf");
        await _git.RunAsync(_git.Root, "config", "--global", "http.sslVerify", "true");
        Assert.Null((await Sync.FetchAsync(_repository, Stop)).Fault);
    }

    /// <summary>core.gitProxy: of several the first counts, and the repository's is read before what a call sets.</summary>
    [Fact]
    public async Task Fetch_ProxyOfTheRepositoryForGitsOwnProtocol_DoesNotRun()
    {
        var mark = _git.In("ran");
        await _git.RunAsync(_git.Root, "remote", "set-url", "origin", "git://127.0.0.1:1/shop.git");
        _repository.Remote = "git://127.0.0.1:1/shop.git";
        var script = _git.In("proxy");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\ntouch {mark}\n", Stop);
        await _git.RunAsync(_git.Root, "config", "alias.allow", "!chmod 700");
        await _git.RunAsync(_git.Root, "allow", script);
        await _git.RunAsync(_git.Root, "config", "core.gitProxy", script);

        Assert.NotNull((await Sync.FetchAsync(_repository, Stop)).Fault);

        Assert.False(File.Exists(mark));
    }

    [Fact]
    public async Task FetchAndPush_CredentialsAreWanted_AsksNobodyAndNoHelperOfTheRepository()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var refusing = RefuseAsync(server, stop.Token);
        var address = $"127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/shop.git";
        await _git.RunAsync(_git.Root, "remote", "set-url", "origin", $"http://{address}");
        var (mark, own) = (_git.In("ran"), _git.In("own"));
        await _git.RunAsync(_git.Root, "config", "credential.helper", $"!touch {mark}");
        await _git.RunAsync(_git.Root, "config", "--global", "credential.http://127.0.0.1.helper", $"!touch {own};");
        _repository.Remote = $"http://{address}";

        var fetched = (await Sync.FetchAsync(_repository, Stop)).Fault;

        Assert.Contains("it wants credentials that Signalbox does not have (", fetched, StringComparison.Ordinal);
        Assert.Contains($"so that `git -C {_git.Root} fetch` works without a question", fetched, StringComparison.Ordinal);
        Assert.False(File.Exists(mark));
        await _git.RunAsync(_git.Root, "config", "--global", "credential.helper", $"!touch {own};");
        await Sync.FetchAsync(_repository, Stop);
        Assert.True(File.Exists(own)); // the user's own is asked

        await _git.RunAsync(_git.Root, "remote", "set-url", "origin", $"http://ann:s3cret@{address}");
        Assert.DoesNotContain("s3cret", (await Sync.FetchAsync(_repository, Stop)).Fault, StringComparison.Ordinal);
        await stop.CancelAsync();
        await refusing;
    }

    [Fact]
    public async Task Push_BranchWithCommits_IsAtTheRemoteAndItsCommitsAreSafe()
    {
        var workspace = await WorkAsync("made.txt");
        await _git.WriteAsync("open.txt", "not committed");

        var pushed = await Sync.PushAsync(_repository, workspace, Stop);

        Assert.Equal(($"branch signalbox/DOC-1 of shop is pushed to origin ({Bare}), 1 commit", null), (pushed.Words, pushed.Fault));
        Assert.Equal(await _git.GitAsync("rev-parse", "HEAD"), await _git.RunAsync(Bare, "rev-parse", "refs/heads/signalbox/DOC-1"));
        Assert.Equal("a.txt\nmade.txt", await _git.RunAsync(Bare, "ls-tree", "--name-only", "signalbox/DOC-1"));
        Assert.Equal(0, (await _git.Manager.InspectAsync(_git.Workspace, Stop)).Unmerged); // the remote has them
        Assert.Null((await Sync.PushAsync(_repository, workspace, Stop)).Fault); // once more changes nothing
    }

    [Fact]
    public async Task Push_NoCommit_DoesNothing()
    {
        Assert.Null((await _git.CreateAsync()).Fault);
        var workspace = await WorkspaceAsync();

        var pushed = await Sync.PushAsync(_repository, workspace, Stop);

        Assert.Equal(("branch signalbox/DOC-1 of shop has no commit of its own: nothing is pushed", null), (pushed.Words, pushed.Fault));
        Assert.Equal("main", await _git.RunAsync(Bare, "branch", "--format=%(refname:short)"));
    }

    [Fact]
    public async Task Push_RemoteHasOtherCommitsOnTheBranch_IsNotForced()
    {
        var workspace = await WorkAsync("made.txt");
        await _git.RunAsync(Other, "switch", "--quiet", "--create", "signalbox/DOC-1");
        await File.WriteAllTextAsync(Path.Combine(Other, "theirs.txt"), "theirs", Stop);
        var theirs = await _git.CommitAsync(Other, "Theirs");
        await _git.RunAsync(Other, "push", "--quiet", "origin", "signalbox/DOC-1");

        var fault = (await Sync.PushAsync(_repository, workspace, Stop)).Fault;

        Assert.Contains($"could not be pushed to origin ({Bare}): it has commits on that branch that the run does not have", fault, StringComparison.Ordinal);
        Assert.Contains($"`git -C {_git.Root} push origin signalbox/DOC-1`", fault, StringComparison.Ordinal);
        Assert.Equal(theirs, await _git.RunAsync(Bare, "rev-parse", "signalbox/DOC-1"));
    }

    private async Task<string> PushedElsewhereAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(Other, "theirs.txt"), "theirs", Stop);
        var commit = await _git.CommitAsync(Other, "Theirs");
        await _git.RunAsync(Other, "push", "--quiet", "origin", "main");
        return commit;
    }

    private async Task<Workspace> WorkAsync(string file)
    {
        Assert.Null((await _git.CreateAsync()).Fault);
        var workspace = await WorkspaceAsync();
        await _git.WriteAsync(file, "new\n");
        await _git.CommitAsync(_git.Workspace, "Work");
        return workspace;
    }

    private async Task<Workspace> WorkspaceAsync() => new()
    {
        Id = EntityId.New<WorkspaceId>(),
        RunId = EntityId.New<RunId>(),
        RepositoryId = _repository.Id,
        Path = _git.Workspace,
        Branch = "signalbox/DOC-1",
        BaseCommit = await _git.GitAsync("rev-parse", "HEAD"),
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>A server that wants a password for everything.</summary>
    private static async Task RefuseAsync(TcpListener server, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                using var client = await server.AcceptTcpClientAsync(stop);
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                while (await reader.ReadLineAsync(stop) is { Length: > 0 })
                {
                    // The head of the request ends with an empty line
                }

                await stream.WriteAsync("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"git\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over
        }
    }
}
