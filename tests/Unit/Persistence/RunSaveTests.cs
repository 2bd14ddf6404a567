using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Persistence;

public abstract class RunSaveTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Save_WithAnOldEpoch_ChangesNothing()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var late = await scenario.ClaimedAsync("late");
        await Database.Runs.ClaimAsync(late.Run.Id, "next", ["next"], Ct);
        late.Run.MoveTo(RunStatus.Running, "too late", Database.Clock.Now);
        late.Steps[0].MoveTo(StepStatus.Running, null, Database.Clock.Now);

        var outcome = await Database.Runs.SaveAsync(
            new RunSave
            {
                Run = late.Run,
                Epoch = late.Run.Epoch,
                Steps = [late.Steps[0]],
                Attempts = [scenario.NewAttempt(late, late.Steps[0], 1)],
                Events = [new RunEvent { RunId = late.Run.Id, Message = "too late" }],
                Release = true,
            },
            Ct);

        Assert.False(outcome.Saved);
        Assert.Empty(outcome.Events);
        var state = (await Database.Runs.LoadAsync(late.Run.Id, Ct))!;
        Assert.Equal((RunStatus.Pending, "next", 1), (state.Run.Status, state.Run.Node, state.Run.EventSequence));
        Assert.All(state.Steps, s => Assert.Equal(StepStatus.Pending, s.Status));
        Assert.Empty(state.Attempts);
    }

    [Fact]
    [Trait("Spec5", "P09-T01: run record serialization and deserialization with inputs")]
    public async Task Save_EverythingAnExecutorWrites_IsReadBack()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.ClaimedAsync();
        var now = Database.Clock.Now;
        var attempt = scenario.NewAttempt(state, state.Steps[0], 1);
        state.Run.MoveTo(RunStatus.Running, "because", now);
        state.Run.CurrentStep = "a";
        state.Run.NextAction = "wait";
        state.Run.CostUsd = 0.1234567m;
        state.Steps[0].MoveTo(StepStatus.Running, null, now);
        await SaveAsync(state, attempt);

        Fail(attempt, now);
        state.Steps[0].Outputs = new Dictionary<string, object?>(StringComparer.Ordinal) { ["report"] = "text" };
        state.Steps[0].MoveTo(StepStatus.Failed, "it broke", now.AddSeconds(1));
        state.Workspace = new Workspace
        {
            Id = EntityId.New<WorkspaceId>(),
            RunId = state.Run.Id,
            RepositoryId = state.Run.RepositoryId,
            Path = "/workspaces/1",
            Branch = "signalbox/x",
            BaseCommit = new string('c', 40),
            CreatedAt = now,
        };
        await SaveAsync(state, attempt);
        state.Workspace.MoveTo(WorkspaceStatus.Dirty, "it holds work", Database.Clock.Now);
        await SaveAsync(state, attempt);

        var read = (await Database.Queries.GetAsync(state.Run.Id, Ct))!;
        Assert.Equal((RunStatus.Running, "because", "a", "wait", 0.1234567m), (read.Run.Status, read.Run.StatusReason, read.Run.CurrentStep, read.Run.NextAction, read.Run.CostUsd));
        Assert.Equal(now, read.Run.StartedAt);
        Assert.Equal((StepStatus.Failed, "it broke"), (read.Steps[0].Status, read.Steps[0].StatusReason));
        Assert.Equal("text", read.Steps[0].Outputs["report"]);
        Assert.Equal((WorkspaceStatus.Dirty, "signalbox/x"), (read.Workspace!.Status, read.Workspace.Branch));
        var stored = Assert.Single(read.Attempts);
        Assert.Equal(attempt.Process, stored.Process);
        Assert.Equal(attempt.Error, stored.Error);
        Assert.Equal(attempt.Usage, stored.Usage);
        Assert.Equal(attempt.ToolCalls, stored.ToolCalls);
        Assert.Equal(["Write"], stored.PermissionDenials);
        Assert.Equal(["careful"], stored.Warnings);
        Assert.Equal((AttemptStatus.Failed, "model", "session", 3), (stored.Status, stored.Model, stored.SessionId, stored.ExitCode));
        Assert.Equal("broken \ufffd and half \ufffd a pair, whole 😀", stored.FinalText);
        Assert.Equal(now.AddSeconds(1), stored.EndedAt);
    }

    [Fact]
    public async Task Save_AttemptWithoutProcessErrorOrUsage_ReadsThemAsNull()
    {
        var (state, attempt) = await (await Scenario.CreateAsync(Database)).AttemptingAsync();

        var (read, run) = (await Database.Queries.FindAttemptAsync(attempt.Id, Ct))!.Value;

        Assert.Equal(state.Run.Id, run.Id);
        Assert.Null(read.Process);
        Assert.Null(read.Error);
        Assert.Null(read.Usage);
    }

    [Fact]
    public async Task Save_ColumnsOfTheStore_AreNotOverwritten()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();
        await Database.Runs.RequestCancelAsync(state.Run.Id, "bob", Ct);
        await Database.Logs.AppendAsync(scenario.Append(state, attempt.Id, new(0, 0, false), "hello\n"), Ct);

        await SaveAsync(state, attempt);

        var run = (await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Run;
        Assert.Equal(("bob", 1, 6), (run.CancelRequestedBy, run.Wake, run.LogBytes));
        Assert.Equal(("node", 1, 2), (run.Node, run.Epoch, run.EventSequence));
    }

    [Fact]
    public async Task Save_RowOfAnotherRun_Throws()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (one, other) = (await scenario.ClaimedAsync(), await scenario.ClaimedAsync());

        await Assert.ThrowsAsync<ArgumentException>(() => Database.Runs.SaveAsync(new RunSave { Run = one.Run, Epoch = 1, Steps = other.Steps }, Ct));
    }

    [Fact]
    public async Task Save_NewVisitOfAStep_IsBesideTheOldOne()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();

        await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Steps = [Scenario.Step(state.Run.Id, "a", 1, 2)] }, Ct);

        var steps = (await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Steps;
        Assert.Equal([("a", 1), ("a", 2), ("b", 1)], steps.Select(s => (s.StepId, s.Visit)));
    }

    [Fact]
    public async Task Save_AttemptOfAnUnknownStep_IsRefusedByTheDatabaseAndNothingIsWritten()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.ClaimedAsync();
        var stray = scenario.NewAttempt(state, Scenario.Step(state.Run.Id, "z", 9, 1), 1);
        state.Run.CurrentStep = "z";

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Attempts = [stray] }, Ct));

        Assert.Null((await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Run.CurrentStep);
        Assert.True((await SaveEventAsync(state, "goes on")).Saved);
    }

    private static void Fail(Attempt attempt, DateTimeOffset now)
    {
        attempt.Process = new ProcessIdentity("boot", 12, 345_678_901_234, 13);
        attempt.Model = "model";
        attempt.SessionId = "session";
        attempt.ExitCode = 3;
        attempt.FinalText = "broken \0 and half \ud83d a pair, whole 😀";
        attempt.Error = new AgentError("rate_limit", "wait", Retryable: true, now.AddHours(1));
        attempt.Usage = new AgentUsage { InputTokens = 1, CostUsd = 0.05m, CostEstimated = true, PremiumRequests = 0.33m };
        attempt.ToolCalls = [new ToolCall("1", "Bash", "{\"a\":1}", true, 2)];
        attempt.PermissionDenials = ["Write"];
        attempt.Warnings = ["careful"];
        attempt.End(AttemptStatus.Failed, now.AddSeconds(1));
    }

    private async Task SaveAsync(RunState state, Attempt attempt)
    {
        var outcome = await Database.Runs.SaveAsync(
            new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Steps = state.Steps, Attempts = [attempt], Workspaces = state.Workspaces }, Ct);
        Assert.True(outcome.Saved);
    }

    private Task<RunSaveOutcome> SaveEventAsync(RunState state, string message) => Database.Runs.SaveAsync(
        new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Events = [new RunEvent { RunId = state.Run.Id, Message = message }] }, Ct);
}
