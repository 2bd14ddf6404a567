using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

public sealed class CommitHistoryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trailers_OfCommitsBehindTheBase_AreReadOnce_NewestFirst_AndNoOther()
    {
        using var git = await new TestRepository().WithWorkspaceAsync();
        var began = await git.GitAsync("rev-parse", "HEAD");
        await git.WriteAsync("a.txt", "1\n");
        await git.CommitAsync(git.Workspace, "One\n\nFixes: DOC-7\nfixes: DOC-8\nSee-also: DOC-9");
        await git.WriteAsync("a.txt", "2\n");
        await git.CommitAsync(git.Workspace, "Two says fixes: DOC-1 in its subject\n\nfixes: DOC-7\n");
        var history = new CommitHistory(git.Git);

        Assert.Equal(["DOC-7", "DOC-8"], await history.TrailersAsync(git.Root, began, "signalbox/DOC-1", "fixes", Stop));
        Assert.Empty(await history.TrailersAsync(git.Root, began, "no-such-branch", "fixes", Stop));
        Assert.Empty(await history.TrailersAsync(git.In("nowhere"), began, "signalbox/DOC-1", "fixes", Stop));
    }

    [Fact]
    public async Task Contains_OfMergedAndUnmergedCommits_IsWhatGitSays()
    {
        using var git = await new TestRepository().WithWorkspaceAsync();
        var history = new CommitHistory(git.Git);
        var began = await history.HeadAsync(git.Root, "signalbox/DOC-1", Stop);
        await git.WriteAsync("a.txt", "1\n");
        var change = await git.CommitAsync(git.Workspace, "One");

        Assert.Equal(change, await history.HeadAsync(git.Root, "signalbox/DOC-1", Stop));
        Assert.False(await history.ContainsAsync(git.Root, began!, change, Stop));
        await git.RunAsync(git.Root, "merge", "--quiet", "--no-ff", "--message", "Merge", "signalbox/DOC-1");
        var merged = await history.HeadAsync(git.Root, "main", Stop);
        Assert.True(await history.ContainsAsync(git.Root, merged!, change, Stop));
        Assert.False(await history.ContainsAsync(git.Root, merged!, new string('0', 40), Stop));
        Assert.Null(await history.HeadAsync(git.Root, "gone", Stop));
    }
}
