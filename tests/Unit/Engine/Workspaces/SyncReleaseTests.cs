using Signalbox.Engine.Events;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Engine.Workspaces;

/// <summary>A git that is new enough for runs, and too old to fetch and push.</summary>
public sealed class SyncReleaseTests
{
    private const string TooOld = "fetching and pushing take git 2.31 or newer, and this is 2.30.9: install a newer one";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("git version 2.30.9", TooOld)]
    [InlineData("git version 2.30.9 (Apple Git-130)", TooOld)]
    [InlineData("git version 2.31.0", null)]
    [InlineData("git version 2.47.3.windows.1", null)]
    [InlineData("git version 3.0", null)]
    [InlineData("nonsense", null)]
    public void Fault_WhatGitSays_IsUnderstood(string said, string? expected) => Assert.Equal(expected, SyncRelease.Fault(said));

    [Fact]
    public async Task FetchAndPush_GitIsTooOld_SayWhichOneTheyTake()
    {
        using var git = await new TestRepository().WithWorkspaceAsync();
        await git.RunAsync(git.Root, "clone", "--quiet", "--bare", git.Root, git.In("origin.git"));
        await git.RunAsync(git.Root, "remote", "add", "origin", git.In("origin.git"));
        await git.WriteAsync("b.txt", "b");
        await git.CommitAsync(git.Workspace, "Work");
        var store = new FakeWorkspaces();
        var entry = await store.AddAsync(git, "DOC-1");
        entry.Repository.Remote = git.In("origin.git");
        var old = OldGit(git);
        var sync = new RemoteSync(old, new Dictionary<string, string>(StringComparer.Ordinal));
        var upkeep = new RepositoryUpkeep(store, new GitWorkspaceManager(old, TimeProvider.System), new RunEventBus());

        Assert.StartsWith($"{TooOld}, or `signalbox repo add ", (await sync.FetchAsync(entry.Repository, Stop)).Fault, StringComparison.Ordinal);
        Assert.EndsWith($"is not pushed: {TooOld}", (await sync.PushAsync(entry.Repository, entry.Workspace, Stop)).Fault, StringComparison.Ordinal);
        Assert.Equal(TooOld, await upkeep.SetSyncAsync(entry.Repository, fetchFirst: true, pushAfter: null, Stop));
        Assert.Equal(TooOld, await upkeep.SetSyncAsync(entry.Repository, fetchFirst: null, pushAfter: true, Stop));
        Assert.Null(await upkeep.SetSyncAsync(entry.Repository, fetchFirst: false, pushAfter: false, Stop));
    }

    /// <summary>The git that is there, which says another number.</summary>
    private static Git OldGit(TestRepository git)
    {
        var path = Environment.GetEnvironmentVariable("PATH")!;
        var real = path.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "git")).First(File.Exists);
        var folder = Directory.CreateDirectory(git.In("bin")).FullName;
        var program = Path.Combine(folder, "git");
        File.WriteAllText(program, $"#!/bin/sh\ncase \"$*\" in *' version') echo 'git version 2.30.9' ;; *) exec '{real}' \"$@\" ;; esac\n");
        git.Shell($"chmod +x '{program}'");
        return new Git(TimeProvider.System, new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = $"{folder}{Path.PathSeparator}{path}", ["HOME"] = git.In("."), ["GIT_CONFIG_NOSYSTEM"] = "1" });
    }
}
