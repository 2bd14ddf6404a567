using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;

namespace Signalbox.Unit.Persistence;

public abstract class WorkspaceStoreTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task List_Pages_AreNewestFirstAndWhole()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var made = new List<WorkspaceId>();
        for (var minute = 1; minute <= 5; minute++)
        {
            made.Add((await AddAsync(scenario, minute == 3 ? 2 : minute)).Id);
        }

        var seen = new List<WorkspaceEntry>();
        string? cursor = null;
        do
        {
            var page = await Database.Workspaces.ListAsync(new WorkspaceFilter { Repository = scenario.Repository.Id, Cursor = cursor, Limit = 2 }, Ct);
            Assert.Equal(5, page.Total);
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(5, seen.Select(e => e.Id).Distinct().Count());
        Assert.Equal(seen.OrderByDescending(e => e.Workspace.CreatedAt).ThenByDescending(e => e.Id.Value, StringComparer.Ordinal).Select(e => e.Id), seen.Select(e => e.Id));
        Assert.Equal(made[^1], seen[0].Id);
        Assert.All(seen, e => Assert.Equal((scenario.Repository.Name, true, "Failed"), (e.Repository.Name, e.RunHasEnded, e.RunStatus)));
    }

    [Fact]
    public async Task List_ByStatusAndRun_TakesThose()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (one, other) = (await AddAsync(scenario, 1), await AddAsync(scenario, 2));
        await MoveAsync(other.Id, WorkspaceStatus.Removed);

        Assert.Equal([one.Id], await IdsAsync(new WorkspaceFilter { Repository = scenario.Repository.Id }));
        Assert.Equal([other.Id], await IdsAsync(new WorkspaceFilter { Repository = scenario.Repository.Id, Statuses = [WorkspaceStatus.Removed] }));
        Assert.Equal([one.Id], await IdsAsync(new WorkspaceFilter { Run = one.RunId }));
        Assert.Empty(await IdsAsync(new WorkspaceFilter { Run = other.RunId }));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("MjAyNg")]
    public Task List_CursorThatIsNone_IsRefused(string cursor) =>
        Assert.ThrowsAsync<ArgumentException>(() => Database.Workspaces.ListAsync(new WorkspaceFilter { Cursor = cursor }, Ct));

    [Fact]
    public async Task Resolve_IdItsBeginningOrTheKeyOfTheRun_IsTheWorkspace()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var workspace = await AddAsync(scenario, 1);
        var key = (await Database.Workspaces.GetAsync(workspace.Id, Ct))!.RunKey;

        foreach (var text in (string[])[workspace.Id.Value, workspace.Id.Value[..^2], key, key.ToLowerInvariant()])
        {
            Assert.Equal(workspace.Id, Assert.Single(await Database.Workspaces.ResolveAsync(text, Ct)).Id);
        }

        Assert.Empty(await Database.Workspaces.ResolveAsync("ws_", Ct));
        Assert.Empty(await Database.Workspaces.ResolveAsync("ws_zzzzzzzzzzzz", Ct));
        Assert.Empty(await Database.Workspaces.ResolveAsync("NO-1", Ct));
        await MoveAsync(workspace.Id, WorkspaceStatus.Removed);
        Assert.Equal(workspace.Id, Assert.Single(await Database.Workspaces.ResolveAsync(key, Ct)).Id);
    }

    [Fact]
    public async Task Change_MoveAndReason_AreKeptWithTheirNumber()
    {
        var workspace = await AddAsync(await Scenario.CreateAsync(Database), 1);

        await MoveAsync(workspace.Id, WorkspaceStatus.Dirty);
        await MoveAsync(workspace.Id, WorkspaceStatus.Removed);

        var now = (await Database.Workspaces.GetAsync(workspace.Id, Ct))!.Workspace;
        Assert.Equal((WorkspaceStatus.Removed, "to Removed", Database.Clock.Now), (now.Status, now.StatusReason, now.StatusAt));
        var changes = await Database.Workspaces.ListChangesAsync(workspace.Id, 10, Ct);
        Assert.Equal([(2, WorkspaceStatus.Dirty, WorkspaceStatus.Removed), (1, WorkspaceStatus.Active, WorkspaceStatus.Dirty)], changes.Select(c => (c.Sequence, c.From, c.To)));
        Assert.Single(await Database.Workspaces.ListChangesAsync(workspace.Id, 1, Ct));
    }

    [Fact]
    public async Task Change_NothingToRecord_WritesNothing()
    {
        var workspace = await AddAsync(await Scenario.CreateAsync(Database), 1);

        await Database.Workspaces.ChangeAsync(
            workspace.Id,
            e =>
            {
                e.Workspace.BeginRemoval("ann", null, Database.Clock.Now);
                return null;
            },
            Ct);

        Assert.Null((await Database.Workspaces.GetAsync(workspace.Id, Ct))!.Workspace.RemovalAt);
        Assert.Null(await Database.Workspaces.ChangeAsync(EntityId.New<WorkspaceId>(), _ => throw new InvalidOperationException("there is none"), Ct));
    }

    [Fact]
    public async Task Removal_ThatIsUnderWay_IsListedAndKeepsTheRunFromBeingTakenUp()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var workspace = await AddAsync(scenario, 1);
        await ChangeAsync(workspace.Id, w => w.BeginRemoval("ann", "told", Database.Clock.Now));

        var left = Assert.Single(await Database.Workspaces.ListRemovalsAsync(Ct), e => e.Id == workspace.Id);
        Assert.Equal(("ann", "told"), (left.Workspace.RemovalBy, left.Workspace.RemovalTold));
        Assert.False(await ReopenAsync(workspace.RunId));

        await ChangeAsync(workspace.Id, w => w.EndRemoval());
        Assert.DoesNotContain(await Database.Workspaces.ListRemovalsAsync(Ct), e => e.Id == workspace.Id);
        Assert.True(await ReopenAsync(workspace.RunId));
        Assert.False((await Database.Workspaces.GetAsync(workspace.Id, Ct))!.RunHasEnded);
    }

    [Fact]
    public async Task Removal_ThatEndedSinceTheRunWasRead_KeepsTheRunFromBeingTakenUp()
    {
        var workspace = await AddAsync(await Scenario.CreateAsync(Database), 1);
        var read = (await Database.Runs.LoadAsync(workspace.RunId, Ct))!;
        await ChangeAsync(workspace.Id, w => w.BeginRemoval("ann", null, Database.Clock.Now));
        await MoveAsync(workspace.Id, WorkspaceStatus.Removed);

        Assert.False(await ReopenAsync(read));

        Assert.True((await Database.Workspaces.GetAsync(workspace.Id, Ct))!.RunHasEnded);
    }

    [Fact]
    public async Task SetDefaultBranch_KnownRepository_IsKept()
    {
        var repository = (await Scenario.CreateAsync(Database)).Repository;

        Assert.True(await Database.Repositories.SetDefaultBranchAsync(repository.Id, "next", Ct));
        Assert.Equal("next", (await Database.Repositories.GetAsync(repository.Id, Ct))!.DefaultBranch);
        Assert.False(await Database.Repositories.SetDefaultBranchAsync(EntityId.New<RepositoryId>(), "next", Ct));
    }

    [Fact]
    public async Task SetSync_KnownRepository_IsKeptAndOffInTheBeginning()
    {
        var repository = (await Scenario.CreateAsync(Database)).Repository;
        Assert.Equal((false, false, null), (repository.FetchFirst, repository.PushAfter, repository.Remote));

        Assert.True(await Database.Repositories.SetSyncAsync(repository.Id, "https://example.org/site.git", fetchFirst: true, pushAfter: false, Ct));
        var kept = (await Database.Repositories.GetAsync(repository.Id, Ct))!;
        Assert.Equal((true, false, "https://example.org/site.git"), (kept.FetchFirst, kept.PushAfter, kept.Remote));
        Assert.True(await Database.Repositories.SetSyncAsync(repository.Id, null, fetchFirst: false, pushAfter: true, Ct));
        kept = (await Database.Repositories.GetAsync(repository.Id, Ct))!;
        Assert.Equal((false, true, null), (kept.FetchFirst, kept.PushAfter, kept.Remote));
        Assert.False(await Database.Repositories.SetSyncAsync(EntityId.New<RepositoryId>(), null, true, true, Ct));
    }

    [Fact]
    public async Task Forget_RunOrWorkspaceThere_NamesThemAndChangesNothing()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var workspace = await AddAsync(scenario, 1);
        var running = await scenario.InStatusAsync(RunStatus.Running);

        var hold = await Database.Repositories.ForgetAsync(scenario.Repository.Id, Ct);

        Assert.Equal((1, 1), (hold!.ActiveRuns, hold.WorkspaceCount));
        Assert.Contains(running.Run.Key, hold.Sentence("site"), StringComparison.Ordinal);
        Assert.Contains(workspace.Id.Value, hold.Sentence("site"), StringComparison.Ordinal);
        Assert.NotNull(await Database.Repositories.FindAsync(scenario.Repository.Name, Ct));
        Assert.Equal(new RepositoryUse(1, 1), (await Database.Repositories.UseAsync(Ct))[scenario.Repository.Id]);
    }

    [Fact]
    public async Task Forget_OneOfSeveralRepositoriesOfARunThatHasNotEnded_NamesTheRun()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var other = (await Scenario.CreateAsync(Database)).Repository;
        var several = scenario.New(repositories: [new RunRepository(scenario.Repository.Id, "web"), new RunRepository(other.Id, "api")]);
        var pending = await scenario.AddAsync(several);

        var hold = await Database.Repositories.ForgetAsync(other.Id, Ct);

        Assert.Equal((1, 0), (hold!.ActiveRuns, hold.WorkspaceCount));
        Assert.Equal([pending.Key], hold.Runs);
        var use = await Database.Repositories.UseAsync(Ct);
        Assert.Equal((1, 1), (use[other.Id].ActiveRuns, use[scenario.Repository.Id].ActiveRuns));
        await scenario.EndAsync(pending.Id, RunStatus.Cancelled);
        Assert.True((await Database.Repositories.ForgetAsync(other.Id, Ct))!.IsFree);
    }

    [Fact]
    public async Task Forget_NothingThere_HidesItWithItsWorkflowsUntilItIsAddedAgain()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var workspace = await AddAsync(scenario, 1);
        await MoveAsync(workspace.Id, WorkspaceStatus.Removed);
        var (id, slug) = (scenario.Repository.Id, scenario.Workflow.Slug);

        Assert.True((await Database.Repositories.ForgetAsync(id, Ct))!.IsFree);

        Assert.DoesNotContain(await Database.Repositories.ListAsync(Ct), r => r.Id == id);
        Assert.Null(await Database.Repositories.FindAsync(scenario.Repository.Path, Ct));
        Assert.Empty(await Database.Workflows.FindAsync(slug, Ct));
        Assert.False(await Database.Workflows.RecordFileAsync(Scenario.File(id, slug), Ct)); // a look at its files that was under way
        Assert.Empty(await Database.Workflows.FindAsync(slug, Ct));
        Assert.NotNull(await Database.Runs.LoadAsync(workspace.RunId, Ct)); // its runs stay readable
        Assert.Null(await Database.Repositories.ForgetAsync(id, Ct));

        var again = await Database.Repositories.AddAsync(scenario.Repository.Path, "other", null, null, Ct);
        Assert.Equal((id, scenario.Repository.Name), (again.Id, again.Name));
        Assert.True(await Database.Workflows.RecordFileAsync(Scenario.File(id, slug), Ct));
        Assert.Single(await Database.Workflows.FindAsync(slug, Ct));
    }

    private async Task<Workspace> AddAsync(Scenario scenario, int minute)
    {
        var state = (await Database.Runs.ClaimAsync((await scenario.AddAsync()).Id, "node", [], Ct))!;
        state.Workspace = new Workspace
        {
            Id = EntityId.New<WorkspaceId>(),
            RunId = state.Run.Id,
            RepositoryId = scenario.Repository.Id,
            Path = $"/data/runs/{state.Run.Key}/workspace",
            Branch = $"signalbox/{state.Run.Key}",
            BaseCommit = new string('b', 40),
            CreatedAt = Database.Clock.Now.AddMinutes(minute),
        };
        state.Run.MoveTo(RunStatus.Running, null, Database.Clock.Now);
        state.Run.MoveTo(RunStatus.Failed, "as the test wants", Database.Clock.Now);
        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Workspaces = [state.Workspace!], Release = true }, Ct)).Saved);
        return state.Workspace;
    }

    private async Task<bool> ReopenAsync(RunId id) => await ReopenAsync((await Database.Runs.LoadAsync(id, Ct))!);

    private async Task<bool> ReopenAsync(RunState state)
    {
        state.Run.MoveTo(RunStatus.Running, "resumed", Database.Clock.Now);
        return await Database.Runs.ReopenAsync(new RunReopening { Run = state.Run, Limits = new RunLimits(1000, 1000), Epoch = state.Run.Epoch, Workspaces = [.. state.Workspaces.Select(w => w.Id)], Steps = [], Events = [] }, Ct) is not null;
    }

    private async Task<IReadOnlyList<WorkspaceId>> IdsAsync(WorkspaceFilter filter) => [.. (await Database.Workspaces.ListAsync(filter, Ct)).Items.Select(e => e.Id)];

    private Task<WorkspaceEntry?> MoveAsync(WorkspaceId id, WorkspaceStatus to) => ChangeAsync(id, w => w.MoveTo(to, $"to {to}", Database.Clock.Now), $"to {to}");

    private Task<WorkspaceEntry?> ChangeAsync(WorkspaceId id, Action<Workspace> change, string reason = "changed") => Database.Workspaces.ChangeAsync(
        id,
        e =>
        {
            var from = e.Workspace.Status;
            change(e.Workspace);
            return new WorkspaceChange { WorkspaceId = id, From = from, To = e.Workspace.Status, Reason = reason, Actor = "ann", Time = Database.Clock.Now };
        },
        Ct);
}
