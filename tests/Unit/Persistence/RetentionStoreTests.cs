using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class RetentionStoreTests(TestDatabase database) : ConformanceTests(database)
{
    private static readonly string[] Tables =
        ["log_chunks", "log_streams", "approvals", "checkpoints", "attempts", "run_events", "workspaces", "agent_sessions", "step_runs", "runs"];

    [Fact]
    public async Task ListExpired_ByAge_OldestFirstWithoutPinnedAndUnended()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (older, old) = (await EndedAsync(scenario, 10), await EndedAsync(scenario, 20));
        var pinned = await EndedAsync(scenario, 15);
        await Database.Runs.PinAsync(pinned, pinned: true, "ann", Ct);
        var young = await EndedAsync(scenario, 40);
        var running = await scenario.InStatusAsync(RunStatus.Running);

        var expired = await ExpiredAsync(scenario, At(30), null);

        Assert.Equal([older, old], expired);
        Assert.DoesNotContain(young, expired);
        Assert.Empty(await DeleteAsync(pinned, Ct));
        Assert.Empty(await DeleteAsync(running.Run.Id, Ct));
        Assert.Empty(await DeleteAsync(EntityId.New<RunId>(), Ct));
        Assert.NotNull(await Database.Runs.LoadAsync(pinned, Ct));
    }

    [Fact]
    public async Task ListExpired_ByCount_KeepsTheNewestOfEachWorkflow()
    {
        var (one, other) = (await Scenario.CreateAsync(Database), await Scenario.CreateAsync(Database));
        RunId[] ended = [await EndedAsync(one, 1), await EndedAsync(one, 2), await EndedAsync(one, 3)];
        await EndedAsync(other, 1);

        Assert.Equal(ended[..2], await ExpiredAsync(one, null, 1));
        Assert.Equal(ended[..1], await ExpiredAsync(one, null, 2));
        Assert.Empty(await ExpiredAsync(other, null, 1));
        Assert.Single(await Database.Retention.ListExpiredAsync(null, 1, 1, Ct));
    }

    [Fact]
    public async Task ListLatestEnded_NewestFirstAndNoneThatGoesOn()
    {
        // Later than what other tests have in this database.
        var scenario = await Scenario.CreateAsync(Database);
        var (first, last) = (await EndedAsync(scenario, 900_000), await EndedAsync(scenario, 900_002));
        var between = await EndedAsync(scenario, 900_001);
        await scenario.InStatusAsync(RunStatus.Running);

        Assert.Equal([last, between, first], await Database.Runs.ListLatestEndedAsync(3, Ct));
        Assert.Equal([last], await Database.Runs.ListLatestEndedAsync(1, Ct));
    }

    [Fact]
    public async Task Delete_FamilyWithEverything_LeavesNoRow()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var parent = await EverythingAsync(scenario, null);
        var child = await EverythingAsync(scenario, parent);
        var grandchild = await EverythingAsync(scenario, child);
        RunId[] family = [parent.Run.Id, child.Run.Id, grandchild.Run.Id];

        Assert.Equal([parent.Run.Id], await ExpiredAsync(scenario, Database.Clock.Now.AddYears(1), null));
        Assert.Empty(await DeleteAsync(child.Run.Id, Ct));
        var deleted = await DeleteAsync(parent.Run.Id, Ct);

        Assert.Equal(family.ToHashSet(), deleted.Select(r => r.Id).ToHashSet());
        foreach (var table in Tables)
        {
            var column = table switch { "runs" => "id", "log_chunks" or "log_streams" => "attempt_id", _ => "run_id" };
            var ids = table.StartsWith("log_", StringComparison.Ordinal) ? new[] { parent, child, grandchild }.Select(s => s.Attempts[0].Id.Value) : family.Select(r => r.Value);
            var list = string.Join(", ", ids.Select(i => $"'{i}'"));
            Assert.Equal(["0"], await Database.QueryAsync($"SELECT count(*) FROM {table} WHERE {column} IN ({list})"));
        }

        // The newest files of a feature and role stay: its next session goes on with them.
        Assert.Equal(["1"], await Database.QueryAsync($"SELECT count(*) FROM session_papers WHERE repository_id = '{scenario.Repository.Id}'"));
        Assert.Empty(await DeleteAsync(parent.Run.Id, Ct));
    }

    [Theory]
    [InlineData("UPDATE runs SET status = 'Running' WHERE id = '{0}'")]
    [InlineData("UPDATE runs SET pinned = (1 = 1) WHERE id = '{0}'")]
    public async Task ListExpired_RunBelowIsToStay_KeepsTheWholeFamily(string sql)
    {
        var scenario = await Scenario.CreateAsync(Database);
        var parent = await EverythingAsync(scenario, null);
        var child = await EverythingAsync(scenario, parent);
        await Database.QueryAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, child.Run.Id));

        Assert.Empty(await ExpiredAsync(scenario, Database.Clock.Now.AddYears(1), null));
        Assert.Empty(await DeleteAsync(parent.Run.Id, Ct));
        Assert.Equal(["1"], await Database.QueryAsync($"SELECT count(*) FROM log_chunks WHERE attempt_id = '{parent.Attempts[0].Id}'"));
    }

    [Fact]
    public async Task Delete_RunThatWasForkedFrom_GoesAfterTheFork()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var origin = await EverythingAsync(scenario, null);
        var checkpoint = Assert.Single(await Database.Checkpoints.ListAsync(origin.Run.Id, Ct));
        var fork = await scenario.AddAsync(scenario.New(forkedFrom: checkpoint.Id));
        await scenario.EndAsync(fork.Id, RunStatus.Failed);

        Assert.Equal([fork.Id], await ExpiredAsync(scenario, Database.Clock.Now.AddYears(1), null));
        Assert.Empty(await DeleteAsync(origin.Run.Id, Ct));
        Assert.Single(await DeleteAsync(fork.Id, Ct));
        Assert.Single(await DeleteAsync(origin.Run.Id, Ct));
    }

    [Fact]
    public async Task Mark_RunsStay_UntilTheyAreDeletedOrFreed()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var parent = await EverythingAsync(scenario, null);
        var child = await EverythingAsync(scenario, parent);
        await Database.QueryAsync($"UPDATE runs SET status = 'Failed' WHERE id IN ('{parent.Run.Id}', '{child.Run.Id}')");
        var read = (await Database.Runs.LoadAsync(child.Run.Id, Ct))!;
        var checkpoint = Assert.Single(await Database.Checkpoints.ListAsync(child.Run.Id, Ct));

        Assert.Equal([parent.Run.Id, child.Run.Id], (await Database.Retention.MarkAsync(parent.Run.Id, Ct)).Select(r => r.Id));

        // Whoever read it before cannot take it up now, pin it or begin from it: it keeps nothing that could be lost under his hands.
        read.Run.MoveTo(RunStatus.Running, null, Database.Clock.Now);
        var reopening = new RunReopening { Run = read.Run, Limits = new RunLimits(1000, 1000), Epoch = read.Run.Epoch, Steps = [], Events = [] };
        Assert.Null(await Database.Runs.ReopenAsync(reopening, Ct));
        Assert.False((await Database.Runs.PinAsync(child.Run.Id, pinned: true, "ann", Ct)).Found);
        await Assert.ThrowsAsync<ArgumentException>(() => scenario.AddAsync(scenario.New(forkedFrom: checkpoint.Id)));

        // What another server left behind is done to the end, whatever the rules say now.
        Assert.Equal([parent.Run.Id], await ExpiredAsync(scenario, null, null));

        await Database.Retention.UnmarkAsync(parent.Run.Id, Ct);
        Assert.Empty(await ExpiredAsync(scenario, null, null));
        Assert.NotNull(await Database.Runs.ReopenAsync(reopening, Ct));
        Assert.Empty(await Database.Retention.MarkAsync(parent.Run.Id, Ct));
        Assert.Equal(["1"], await Database.QueryAsync($"SELECT count(*) FROM log_chunks WHERE attempt_id = '{child.Attempts[0].Id}'"));
    }

    [Fact]
    public async Task MarkAndReopen_ManyAtOnce_OneOfBothWinsAndTheLogIsWholeOrGone()
    {
        var scenario = await Scenario.CreateAsync(Database);
        for (var i = 0; i < 8; i++)
        {
            var state = await EverythingAsync(scenario, null);
            await Database.QueryAsync($"UPDATE runs SET status = 'Failed' WHERE id = '{state.Run.Id}'");
            var read = (await Database.Runs.LoadAsync(state.Run.Id, Ct))!;
            read.Run.MoveTo(RunStatus.Running, null, Database.Clock.Now);
            var reopening = new RunReopening { Run = read.Run, Limits = new RunLimits(1000, 1000), Epoch = read.Run.Epoch, Steps = [], Events = [] };

            var deletion = Task.Run(() => DeleteAsync(state.Run.Id, Ct), Ct);
            var reopened = await Task.Run(() => Database.Runs.ReopenAsync(reopening, Ct), Ct) is not null;
            var deleted = (await deletion).Count == 1;

            Assert.NotEqual(reopened, deleted);
            Assert.Equal([reopened ? "1" : "0"], await Database.QueryAsync($"SELECT count(*) FROM log_chunks WHERE attempt_id = '{state.Attempts[0].Id}'"));
        }
    }

    private static DateTimeOffset At(int day) => new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day);

    private async Task<IReadOnlyList<Run>> DeleteAsync(RunId id, CancellationToken cancellationToken)
    {
        await Database.Retention.MarkAsync(id, cancellationToken);
        return await Database.Retention.DeleteAsync(id, cancellationToken);
    }

    private async Task<RunId> EndedAsync(Scenario scenario, int day)
    {
        var run = await scenario.AddAsync();
        await scenario.EndAsync(run.Id, RunStatus.Completed);
        await Database.QueryAsync($"UPDATE runs SET ended_at = {At(day).UtcTicks} WHERE id = '{run.Id}'");
        return run.Id;
    }

    /// <summary>An ended run with rows in every table.</summary>
    private async Task<RunState> EverythingAsync(Scenario scenario, RunState? parent)
    {
        var state = await scenario.InStatusAsync(RunStatus.Running, scenario.New(parent: parent?.Steps[0]));
        var attempt = scenario.NewAttempt(state, state.Steps[0], 1);
        var now = Database.Clock.Now;
        state.Attempts.Add(attempt);
        var session = AgentSessionStoreTests.New(state, "claude", now);
        await Database.Runs.SaveAsync(
            new RunSave
            {
                Run = state.Run,
                Epoch = 1,
                Steps = [StepRowTests.Item(state.Steps[0], 0)],
                Attempts = [attempt],
                Workspaces = [new() { Id = EntityId.New<WorkspaceId>(), RunId = state.Run.Id, RepositoryId = state.Run.RepositoryId, Path = "/w", Branch = "b", BaseCommit = "c", CreatedAt = now }],
                Checkpoints = [CheckpointStoreTests.New(state.Run.Id, CheckpointType.Progress, now, state.Steps[0], attempt)],
                Approvals = [new Approval { Id = EntityId.New<ApprovalId>(), RunId = state.Run.Id, StepRunId = state.Steps[0].Id, StepId = "a", Question = "?", CreatedAt = now }],
                Sessions = [session],
                Events = [new RunEvent { RunId = state.Run.Id, Message = "everything" }],
            },
            Ct);
        await Database.Sessions.AddPaperAsync(AgentSessionStoreTests.Paper(session, now), Ct);
        Assert.True(await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, new(0, 0, false), "line\n"), Ct));
        state.Run.MoveTo(RunStatus.Completed, null, now);
        await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Release = true }, Ct);
        return state;
    }

    private async Task<IReadOnlyList<RunId>> ExpiredAsync(Scenario scenario, DateTimeOffset? before, int? keep) =>
        [.. (await Database.Retention.ListExpiredAsync(before, keep, 1000, Ct)).Where(r => r.RepositoryId == scenario.Repository.Id).Select(r => r.Id)];
}
