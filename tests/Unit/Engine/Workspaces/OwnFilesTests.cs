using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

/// <summary>The session files that Signalbox lays into a workspace: in no commit and no diff, nobody's change and nobody's loss.</summary>
public sealed class OwnFilesTests : IAsyncLifetime
{
    private readonly TestRepository _repository = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _repository.WithWorkspaceAsync();

    public ValueTask DisposeAsync()
    {
        _repository.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task SessionFiles_OfAWorkspace_AreInNoCommitNoCountAndNoWay()
    {
        await LayOutAsync();
        await _repository.RunAsync(_repository.Workspace, "add", "--all");
        Assert.Equal("", await _repository.RunAsync(_repository.Workspace, "status", "--porcelain"));

        var head = await _repository.RunAsync(_repository.Workspace, "rev-parse", "HEAD");
        Assert.Equal(new ChangeSummary(0, 0, 0), await _repository.Manager.SummarizeChangesAsync(_repository.Workspace, head, Stop));
        var checkpoint = await _repository.Manager.CheckpointAsync(_repository.Workspace, "refs/signalbox/run/cp", "cp", Stop);
        Assert.Empty(checkpoint.LeftOut);
        Assert.Equal("a.txt", await _repository.RunAsync(_repository.Root, "ls-tree", "-r", "--name-only", checkpoint.Commit!));
        var state = await _repository.Manager.InspectAsync(_repository.Workspace, Stop);
        Assert.Equal((0, 0, 0), (state.Uncommitted, state.Untracked, state.LeftOut.Count));
        Assert.Null(await _repository.RemoveAsync());
        Assert.False(Directory.Exists(_repository.Workspace));
    }

    [Fact]
    public async Task SessionFiles_BesideOtherIgnoredWork_HideNothingOfIt()
    {
        await File.WriteAllTextAsync(Path.Combine(_repository.Workspace, ".gitignore"), ".ai/\n", Stop);
        await _repository.CommitAsync(_repository.Workspace, "Ignore");
        await _repository.RunAsync(_repository.Root, "merge", "--quiet", "--ff-only", "signalbox/DOC-1");
        await LayOutAsync();
        Assert.Empty((await _repository.Manager.InspectAsync(_repository.Workspace, Stop)).LeftOut);

        await File.WriteAllTextAsync(Path.Combine(_repository.Workspace, ".ai/mine.md"), "mine", Stop);
        Assert.Contains("1 ignored file or folder", await _repository.RemoveAsync(), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_repository.Workspace, ".ai/mine.md")));
    }

    [Fact]
    public async Task SessionFiles_ThatTheRepositoryTracks_AreNoChangeOfTheAgents()
    {
        var tracked = Path.Combine(_repository.Workspace, OwnFiles.Sessions, SessionFolder.Progress);
        Directory.CreateDirectory(Path.GetDirectoryName(tracked)!);
        await File.WriteAllTextAsync(tracked, "old\n", Stop);
        var head = await _repository.CommitAsync(_repository.Workspace, "Track it");
        await _repository.RunAsync(_repository.Root, "merge", "--quiet", "--ff-only", "signalbox/DOC-1");
        var files = new ChangedFiles(TimeProvider.System);
        Assert.True(await files.TracksAsync(_repository.Workspace, OwnFiles.Sessions, Stop));

        await File.WriteAllTextAsync(tracked, "new\n", Stop);

        Assert.Equal(0, (await _repository.Manager.SummarizeChangesAsync(_repository.Workspace, head, Stop)).Files);
        Assert.Contains("claude-progress.txt", await _repository.RunAsync(_repository.Workspace, "status", "--porcelain"), StringComparison.Ordinal);
        var checkpoint = await _repository.Manager.CheckpointAsync(_repository.Workspace, "refs/signalbox/run/cp", "cp", Stop);
        Assert.Equal("new", await _repository.RunAsync(_repository.Root, "show", $"{checkpoint.Commit}:{OwnFiles.Sessions}/claude-progress.txt"));
        Assert.Empty((await files.BetweenAsync(_repository.Workspace, head, checkpoint.Commit!, Stop))!);
        Assert.Null(await _repository.RemoveAsync());
    }

    [Theory]
    [InlineData("notes.md")]
    [InlineData("claude-progress.txt.kept")]
    [InlineData("agents/backend.af.2.invalid")]
    [InlineData("agents/backend.md")]
    [InlineData("history/2026-01-27_session1.log.bak")]
    [InlineData("claude-progress.txt.d/notes.af")]
    public async Task OtherFile_InTheFolderOfSessionFiles_IsWorkThatIsNotLost(string name)
    {
        await LayOutAsync();
        var mine = Path.Combine(_repository.Workspace, OwnFiles.Sessions, name);
        Directory.CreateDirectory(Path.GetDirectoryName(mine)!);
        await File.WriteAllTextAsync(mine, "mine", Stop);

        Assert.False((await _repository.Manager.InspectAsync(_repository.Workspace, Stop)).IsClean);
        Assert.Contains("1 ignored file or folder", await _repository.RemoveAsync(), StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(mine, Stop));
    }

    [Fact]
    public async Task OtherFile_ThatTheRepositoryTracksThere_IsAChange()
    {
        var name = $"{OwnFiles.Sessions}/notes.md";
        await _repository.WriteAsync(name, "old\n");
        var head = await _repository.CommitAsync(_repository.Workspace, "Track it");
        await _repository.RunAsync(_repository.Root, "merge", "--quiet", "--ff-only", "signalbox/DOC-1");

        await _repository.WriteAsync(name, "new\n");

        Assert.Equal(1, (await _repository.Manager.SummarizeChangesAsync(_repository.Workspace, head, Stop)).Files);
        Assert.Contains("1 uncommitted change", await _repository.RemoveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_InPlaceOfASessionFile_IsSomebodys()
    {
        await LayOutAsync();
        _repository.Shell($"ln -s ../../../../a.txt {OwnFiles.Sessions}/agents/other.af");

        Assert.Contains("1 ignored file or folder", await _repository.RemoveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HalfWrittenSessionFile_OfAServerThatWasKilled_IsNobodysLoss()
    {
        await LayOutAsync();
        await _repository.WriteAsync($"{OwnFiles.Sessions}/agents/backend.af.4711-3.tmp", "{");

        Assert.Null(await _repository.RemoveAsync());
    }

    [Fact]
    [Trait("Spec4", "1.1 Files Modified This Session")]
    public async Task Between_TwoCommits_NamesWhatWasCreatedModifiedAndDeleted()
    {
        await File.WriteAllTextAsync(Path.Combine(_repository.Workspace, "gone.txt"), "x", Stop);
        var from = await _repository.CommitAsync(_repository.Workspace, "One");
        File.Delete(Path.Combine(_repository.Workspace, "gone.txt"));
        await File.WriteAllTextAsync(Path.Combine(_repository.Workspace, "a.txt"), "changed", Stop);
        await File.WriteAllTextAsync(Path.Combine(_repository.Workspace, "größe neu.txt"), "x", Stop);
        var checkpoint = await _repository.Manager.CheckpointAsync(_repository.Workspace, "refs/signalbox/run/cp", "cp", Stop);

        var changed = await new ChangedFiles(TimeProvider.System).BetweenAsync(_repository.Workspace, from, checkpoint.Commit!, Stop);

        Assert.Equal([new("a.txt", "modified"), new("gone.txt", "deleted"), new ChangedFile("größe neu.txt", "created")], changed!);
        Assert.Null(await new ChangedFiles(TimeProvider.System).BetweenAsync(_repository.Workspace, "nonsense", from, Stop));
    }

    private async Task LayOutAsync()
    {
        var folder = new SessionFolder(_repository.Workspace);
        Assert.Null(folder.Fault());
        await folder.IgnoreAsync(Stop);
        await folder.WriteAsync(SessionFolder.Progress, "progress", Stop);
        await folder.WriteAsync(SessionFolder.AgentFile("backend"), "{}", Stop);
        await folder.WriteAsync(SessionFolder.History("2026-01-27", 1), "log", Stop);
    }
}
