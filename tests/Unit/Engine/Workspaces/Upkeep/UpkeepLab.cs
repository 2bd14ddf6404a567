using Microsoft.Extensions.Logging.Abstractions;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;
using Signalbox.Unit.Dashboard.Hosting;

namespace Signalbox.Unit.Engine.Workspaces.Upkeep;

/// <summary>A workspace of a real git repository, and what looks after it.</summary>
internal sealed class UpkeepLab : IDisposable
{
    private UpkeepLab(TestRepository git, ServerNode? node)
    {
        Git = git;
        Store = new FakeWorkspaces { Manager = git.Manager };
        Looks = new WorkspaceLooks(Store, git.Manager, Bus, Time, node);
        Removals = new WorkspaceRemovals(Store, git.Manager, Looks, Bus, Time, NullLogger<WorkspaceRemovals>.Instance, node);
    }

    public TestRepository Git { get; }

    public FakeWorkspaces Store { get; }

    public RunEventBus Bus { get; } = new();

    public ManualTime Time { get; } = new();

    public WorkspaceLooks Looks { get; }

    public WorkspaceRemovals Removals { get; }

    public WorkspaceEntry Entry { get; private set; } = null!;

    public WorkspaceStatus Status => Entry.Workspace.Status;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<UpkeepLab> CreateAsync(bool runHasEnded = true, ServerNode? node = null)
    {
        var git = await new TestRepository().WithWorkspaceAsync();
        var lab = new UpkeepLab(git, node);
        lab.Entry = await lab.Store.AddAsync(git, "DOC-1", runHasEnded);
        return lab;
    }

    /// <summary>The run was taken up again.</summary>
    public void TakeUp() => Entry = Store.Add(Entry with { RunHasEnded = false, RunStatus = "Running" });

    /// <summary>The run is at home on this node.</summary>
    public void MoveTo(string home) => Entry = Store.Add(Entry with { Home = home });

    /// <summary>Another node took the run over, into a workspace of its own.</summary>
    public void LeaveBehind(string home) => Entry = Store.Add(Entry with { Home = home, IsLeftBehind = true });

    public Task<WorkspaceLook> LookAsync() => Looks.LookAsync(Entry, Token);

    public Task<WorkspaceRemovalResult> RemoveAsync() => Removals.RemoveAsync(Entry.Id, "ann", Token);

    public Task<WorkspaceRemovalResult> ForceAsync(string? told) => Removals.ForceAsync(Entry.Id, "ann", told, Token);

    /// <summary>What was recorded, oldest first.</summary>
    public async Task<IReadOnlyList<string>> RecordedAsync() =>
        [.. (await Store.ListChangesAsync(Entry.Id, 100, Token)).Reverse().Select(c => $"{c.From} -> {c.To}: {c.Reason} ({c.Actor})")];

    /// <summary>Merges what is committed in the workspace.</summary>
    public Task<string> MergeAsync() => Git.RunAsync(Git.Root, "merge", "--quiet", "--ff-only", "signalbox/DOC-1");

    public void Dispose()
    {
        Looks.Dispose();
        Git.Dispose();
    }
}
