using Microsoft.Extensions.Logging.Abstractions;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;
using Signalbox.Unit.Engine.Workspaces;
using Signalbox.Unit.Persistence;

namespace Signalbox.Unit.Engine.Runs.Records;

/// <summary>Retention removes workspaces by the one safe way: what holds work keeps its run.</summary>
public sealed class RunRetentionTests(SqliteTestDatabase database) : IClassFixture<SqliteTestDatabase>, IAsyncLifetime
{
    private readonly TestRepository _git = new();
    private ServerNode? _node;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _git.WithWorkspaceAsync();

    public ValueTask DisposeAsync()
    {
        _git.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Sweep_NothingToLose_DeletesRunAndWorkspace()
    {
        var workspace = await EndedAsync();

        Assert.Equal(1, await SweepAsync());

        Assert.False(Directory.Exists(_git.Workspace));
        Assert.Null(await database.Runs.LoadAsync(workspace.RunId, Token));
        Assert.Null(await database.Workspaces.GetAsync(workspace.Id, Token));
    }

    [Fact]
    public async Task Sweep_WorkThatNobodyHasElsewhere_KeepsTheRun()
    {
        var workspace = await EndedAsync();
        await _git.WriteAsync("new.txt", "work");

        Assert.Equal(0, await SweepAsync());
        Assert.NotNull(await database.Runs.LoadAsync(workspace.RunId, Token));

        File.Delete(_git.At("new.txt"));
        Assert.Equal(1, await SweepAsync()); // the mark was taken away: it is looked at anew
    }

    [Fact]
    public async Task Sweep_KeptByAPerson_StaysUntilItIsRemoved()
    {
        var workspace = await EndedAsync();
        Assert.Null((await Removals().KeepAsync(workspace.Id, "ann", Token)).Refused);

        Assert.Equal(0, await SweepAsync());
        Assert.True(Directory.Exists(_git.Workspace));

        Assert.Null((await Removals().RemoveAsync(workspace.Id, "ann", Token)).Refused);
        Assert.Equal(1, await SweepAsync());
    }

    [Fact]
    public async Task Sweep_MergedOneIsKept_StaysUntilItIsRemoved()
    {
        var workspace = await EndedAsync();
        await database.Workspaces.ChangeAsync(
            workspace.Id,
            entry =>
            {
                entry.Workspace.MoveTo(WorkspaceStatus.Merged, "its commits are merged", database.Clock.Now);
                return new WorkspaceChange { WorkspaceId = entry.Id, From = WorkspaceStatus.Active, To = WorkspaceStatus.Merged, Reason = "its commits are merged", Actor = "signalbox", Time = database.Clock.Now };
            },
            Token);

        Assert.Null((await Removals().KeepAsync(workspace.Id, "ann", Token)).Refused);

        Assert.Equal(0, await SweepAsync());
        Assert.True(Directory.Exists(_git.Workspace));
        Assert.Null((await Removals().RemoveAsync(workspace.Id, "ann", Token)).Refused);
        Assert.Equal(1, await SweepAsync());
    }

    /// <summary>Retention takes the workspaces of a run newest first.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sweep_OneOfSeveralHasToStay_TakesNoneAway(bool isKept)
    {
        var other = _git.In("runs/DOC-1/other");
        Assert.Null((await _git.CreateAsync("signalbox/DOC-1-other", path: other)).Fault);
        var workspace = await EndedAsync(other);
        if (isKept)
        {
            Assert.Null((await Removals().KeepAsync(workspace.Id, "ann", Token)).Refused);
        }
        else
        {
            await _git.WriteAsync("new.txt", "work");
        }

        Assert.Equal(0, await SweepAsync());

        Assert.True(Directory.Exists(other));
        Assert.All((await database.Runs.LoadAsync(workspace.RunId, Token))!.Workspaces, w => Assert.NotEqual(WorkspaceStatus.Removed, w.Status));
        Assert.All((await database.Workspaces.ListAsync(new WorkspaceFilter { Run = workspace.RunId }, Token)).Items, e => Assert.Null(e.Workspace.RemovalAt));

        File.Delete(_git.At("new.txt"));
        Assert.Null((await Removals().RemoveAsync(workspace.Id, "ann", Token)).Refused);
        Assert.Equal(1, await SweepAsync());
        Assert.False(Directory.Exists(other));
    }

    [Fact]
    public async Task Sweep_KeptOneWasLeftBehindOnAnotherNode_KeepsTheRun()
    {
        var other = _git.In("runs/DOC-1/other");
        Assert.Null((await _git.CreateAsync("signalbox/DOC-1-other", path: other)).Fault);
        var left = await EndedAsync(other);
        _node = new ServerNode("b", "b-process");
        Assert.Null((await Removals().KeepAsync(left.Id, "ann", Token)).Refused);
        Directory.Move(_git.Workspace, _git.In("on another machine"));

        Assert.Equal(0, await SweepAsync());

        Assert.True(Directory.Exists(other));
        Assert.NotNull(await database.Runs.LoadAsync(left.RunId, Token));
    }

    private async Task<int> SweepAsync() => await new RunRetention(
        database.Retention, database.Runs, _git.Manager, database.Workspaces, Removals(), new RetentionRules(TimeSpan.Zero, null), new RunServiceOptions(_git.In("runs")), new Later(database.Clock), NullLogger<RunRetention>.Instance).SweepAsync(Token);

    private WorkspaceRemovals Removals()
    {
        var bus = new RunEventBus();
        return new WorkspaceRemovals(database.Workspaces, _git.Manager, new WorkspaceLooks(database.Workspaces, _git.Manager, bus, database.Clock, _node), bus, database.Clock, NullLogger<WorkspaceRemovals>.Instance, _node);
    }

    private async Task<Workspace> EndedAsync(string? newer = null)
    {
        var scenario = await Scenario.CreateAsync(database);
        var repository = await database.Repositories.AddAsync(_git.Root, "real", "main", null, Token);
        var state = (await database.Runs.ClaimAsync((await scenario.AddAsync()).Id, "node", [], Token))!;
        var workspace = Of(_git.Workspace, "signalbox/DOC-1", database.Clock.Now);
        state.Workspace = workspace;
        state.Run.MoveTo(RunStatus.Running, null, database.Clock.Now);
        state.Run.MoveTo(RunStatus.Completed, null, database.Clock.Now);
        Assert.True((await database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Workspaces = [workspace, .. newer is null ? [] : (Workspace[])[Of(newer, "signalbox/DOC-1-other", database.Clock.Now.AddMinutes(1))]], Release = true }, Token)).Saved);
        return workspace;

        Workspace Of(string path, string branch, DateTimeOffset createdAt) => new()
        {
            Id = EntityId.New<WorkspaceId>(),
            RunId = state.Run.Id,
            RepositoryId = repository.Id,
            Path = path,
            Branch = branch,
            BaseCommit = new string('b', 40),
            CreatedAt = createdAt,
        };
    }

    private sealed class Later(TimeProvider clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + TimeSpan.FromDays(1);
    }
}
