using System.Data.Common;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class CheckpointStoreTests(TestDatabase database) : ConformanceTests(database)
{
    public static Checkpoint New(RunId run, CheckpointType type, DateTimeOffset at, StepRun? step = null, Attempt? attempt = null) => new()
    {
        Id = EntityId.New<CheckpointId>(),
        RunId = run,
        StepRunId = step?.Id,
        StepId = step?.StepId,
        AttemptId = attempt?.Id,
        Type = type,
        Completed = ["tk_1", "tk_2"],
        Outputs = new Dictionary<string, object?>(StringComparer.Ordinal) { ["n"] = 3L, ["list"] = new List<object?> { "a", null } },
        Commit = new string('d', 40),
        LeftOut = ["an ignored file"],
        Summary = $"reached {type}",
        Author = "signalbox",
        CreatedAt = at,
    };

    [Fact]
    public async Task Save_Checkpoints_AreReadBackOldestFirst()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (state, attempt) = await scenario.AttemptingAsync();
        var now = Database.Clock.Now;
        var progress = New(state.Run.Id, CheckpointType.Progress, now, state.Steps[0], attempt);
        var complete = New(state.Run.Id, CheckpointType.Complete, now);
        var plan = New(state.Run.Id, CheckpointType.Plan, now.AddSeconds(-1));

        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Checkpoints = [complete, progress, plan] }, Ct)).Saved);

        var read = await Database.Checkpoints.ListAsync(state.Run.Id, Ct);
        Assert.Equal([plan.Id, progress.Id, complete.Id], read.Select(c => c.Id));
        Assert.Equivalent(progress, await Database.Checkpoints.GetAsync(progress.Id, Ct), strict: true);
        Assert.Null(await Database.Checkpoints.GetAsync(EntityId.New<CheckpointId>(), Ct));
    }

    [Fact]
    public async Task Save_CheckpointOfAnUnknownAttempt_IsRefusedByTheDatabase()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.ClaimedAsync();
        var stray = New(state.Run.Id, CheckpointType.Progress, Database.Clock.Now, state.Steps[0], scenario.NewAttempt(state, state.Steps[0], 1));

        await Assert.ThrowsAnyAsync<DbException>(() => Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Checkpoints = [stray] }, Ct));
    }

    [Fact]
    public async Task Save_CheckpointOfAnotherRun_Throws()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (one, other) = (await scenario.ClaimedAsync(), await scenario.ClaimedAsync());
        var stray = New(other.Run.Id, CheckpointType.Plan, Database.Clock.Now);

        await Assert.ThrowsAsync<ArgumentException>(() => Database.Runs.SaveAsync(new RunSave { Run = one.Run, Epoch = 1, Checkpoints = [stray] }, Ct));
    }

    [Fact]
    public async Task Add_ForkFromACheckpointThatIsGone_Throws()
    {
        var scenario = await Scenario.CreateAsync(Database);

        await Assert.ThrowsAsync<ArgumentException>(() => scenario.AddAsync(scenario.New(forkedFrom: EntityId.New<CheckpointId>())));
    }
}
