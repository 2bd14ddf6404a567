using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Unit.Engine.Workspaces.Upkeep;

/// <summary>What the specs say about repositories and workspaces, sentence by sentence.</summary>
public sealed class SpecSentenceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Spec3", "Workspaces: Optionally declare their `repository_id` to associate with a specific repo")]
    public async Task Spec3_Workspace_IsAssociatedWithItsRepository()
    {
        // Spec 3: "Workspaces: Optionally declare their `repository_id` to associate with a specific repo".
        using var lab = await UpkeepLab.CreateAsync();

        var ofIt = await lab.Store.ListAsync(new WorkspaceFilter { Repository = lab.Entry.Repository.Id }, Token);
        var ofAnother = await lab.Store.ListAsync(new WorkspaceFilter { Repository = EntityId.New<RepositoryId>() }, Token);

        Assert.Equal(lab.Entry.Repository.Id, Assert.Single(ofIt.Items).Workspace.RepositoryId);
        Assert.Empty(ofAnother.Items);
    }

    [Fact]
    [Trait("Spec4", "Worktree Manager API: worktree_create, worktree_list, worktree_cleanup, worktree_status")]
    public async Task Spec4_WorktreeManager_CreatesListsTellsAndCleansUp()
    {
        // Spec 4, Worktree Manager API: worktree_create(role, branch) -> path; worktree_list() -> WorktreeInfo[];
        // worktree_status(role) -> Status; worktree_cleanup(role) -> void. Here a run stands where the spec has a role.
        using var lab = await UpkeepLab.CreateAsync();
        Assert.Equal("signalbox/DOC-1", await lab.Git.GitAsync("branch", "--show-current"));

        Assert.Equal(lab.Git.Workspace, Assert.Single((await lab.Store.ListAsync(new WorkspaceFilter(), Token)).Items).Workspace.Path);
        Assert.Equal(WorkspaceStatus.Active, (await lab.LookAsync()).State.Status);
        Assert.Null((await lab.RemoveAsync()).Refused);
        Assert.Empty((await lab.Store.ListAsync(new WorkspaceFilter(), Token)).Items);
    }

    [Fact]
    [Trait("Spec4", "1.1: cleanup_worktree() needs to check for uncommitted changes")]
    public async Task Spec4_Cleanup_ChecksForUncommittedChanges()
    {
        // Spec 4: "cleanup_worktree() needs to check for uncommitted changes".
        using var lab = await UpkeepLab.CreateAsync();
        await lab.Git.WriteAsync("a.txt", "not committed");

        Assert.Contains("1 uncommitted change", (await lab.RemoveAsync()).Refused, StringComparison.Ordinal);
        Assert.Equal("not committed", await File.ReadAllTextAsync(lab.Git.At("a.txt"), Token));
    }

    [Fact]
    [Trait("Spec4", "FR-201: Each agent has own worktree; No filesystem conflicts")]
    public async Task Spec4_EachAgent_HasItsOwnWorktreeWithoutConflicts()
    {
        // Spec 4, FR-201: "Each agent has own worktree"; "No filesystem conflicts".
        using var lab = await UpkeepLab.CreateAsync();
        var other = lab.Git.In("runs/DOC-2/workspace");
        Assert.Null((await lab.Git.CreateAsync("signalbox/DOC-2", path: other)).Fault);

        await lab.Git.WriteAsync("a.txt", "of the first");
        await File.WriteAllTextAsync(Path.Combine(other, "a.txt"), "of the second", Token);
        await lab.Git.CommitAsync(other, "Second");

        Assert.Equal("of the first", await File.ReadAllTextAsync(lab.Git.At("a.txt"), Token));
        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(Path.Combine(lab.Git.Root, "a.txt"), Token));
        Assert.Equal(1, (await lab.LookAsync()).State.Uncommitted);
    }

    [Fact]
    [Trait("Spec4", "NFR-001: Worktree creation < 5 seconds")]
    public async Task Spec4_WorktreeCreation_TakesLessThanFiveSeconds()
    {
        using var git = await new TestRepository().WithCommitAsync();
        foreach (var number in Enumerable.Range(0, 1_000))
        {
            var folder = Directory.CreateDirectory(Path.Combine(git.Root, $"d{number % 20}")).FullName;
            await File.WriteAllTextAsync(Path.Combine(folder, $"f{number}.txt"), $"line {number}\n", Token);
        }

        await git.CommitAsync(git.Root, "A thousand files");
        var begin = TimeProvider.System.GetTimestamp();

        var made = await git.CreateAsync();

        Assert.Null(made.Fault);
        Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(5), $"it took {TimeProvider.System.GetElapsedTime(begin)}");
        Assert.Equal(1_001, Directory.EnumerateFiles(git.Workspace, "*.txt", SearchOption.AllDirectories).Count());
    }
}
