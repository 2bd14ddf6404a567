using System.Data.Common;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

public abstract class StepRowTests(TestDatabase database) : ConformanceTests(database)
{
    public static StepRun Item(StepRun parent, int index, object? item = null, int visit = 1) => new()
    {
        Id = EntityId.New<StepRunId>(),
        RunId = parent.RunId,
        StepId = parent.StepId,
        Name = parent.Name,
        Position = parent.Position,
        Visit = visit,
        Agent = parent.Agent,
        Needs = [],
        ItemIndex = index,
        Item = item,
        ParentId = parent.Id,
        Comment = "do it again",
    };

    [Fact]
    public async Task Save_ItemsBeforeTheirParent_AreReadBackBehindIt()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();
        var visit = Scenario.Step(state.Run.Id, "a", 1, 2);
        var value = new Dictionary<string, object?>(StringComparer.Ordinal) { ["n"] = 1L, ["t"] = "x" };
        StepRun[] items = [Item(visit, 2), Item(visit, 0, "text"), Item(visit, 1, value)];

        await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Steps = [.. items, visit] }, Ct);

        var steps = (await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Steps;
        Assert.Equal([(1, null), (2, null), (1, 0), (1, 1), (1, 2), (1, (int?)null)], steps.Select(s => (s.Visit, s.ItemIndex)));
        Assert.Equal("text", steps[2].Item);
        Assert.Equal(value, steps[3].Item);
        Assert.Null(steps[4].Item);
        Assert.All(steps.Skip(2).Take(3), s => Assert.Equal((visit.Id, "do it again"), (s.ParentId!.Value, s.Comment)));

        // In lists a step counts once, however many items it has.
        var summary = (await Database.Queries.ListAsync(new RunFilter { Text = state.Run.Key }, Ct)).Runs.Single(r => r.Id == state.Run.Id);
        Assert.Equal(2, summary.StepsTotal);
    }

    [Fact]
    public async Task Save_WhatAStepGathers_IsReadBack()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.ClaimedAsync();
        var (now, step) = (Database.Clock.Now, state.Steps[0]);
        step.Block(BlockCause.RateLimit, "until later", now.AddHours(1), now);
        step.ChosenBranch = "done";
        step.Verified = false;
        step.ChildRunId = EntityId.New<RunId>();
        var attempt = new Attempt
        {
            Id = EntityId.New<AttemptId>(),
            StepRunId = step.Id,
            RunId = state.Run.Id,
            Number = 1,
            Agent = "shell",
            Directory = "/x",
            PromptHash = "0",
            SecretNames = ["TOKEN"],
            StartedAt = now,
            IsRateLimited = true,
            CachedAt = now.AddDays(-1),
            VerifyExitCode = 2,
        };
        state.Run.WakeAt = now.AddHours(1);

        await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Steps = [step], Attempts = [attempt] }, Ct);

        var read = (await Database.Runs.LoadAsync(state.Run.Id, Ct))!;
        Assert.Equal((StepStatus.Blocked, BlockCause.RateLimit, now.AddHours(1)), (read.Steps[0].Status, read.Steps[0].BlockedOn, read.Steps[0].ResumeAt));
        Assert.Equal(("done", false, step.ChildRunId), (read.Steps[0].ChosenBranch, read.Steps[0].Verified, read.Steps[0].ChildRunId));
        Assert.Equal(now.AddHours(1), read.Run.WakeAt);
        var stored = Assert.Single(read.Attempts);
        Assert.Equal((true, now.AddDays(-1), 2, "TOKEN"), (stored.IsRateLimited, stored.CachedAt, stored.VerifyExitCode, Assert.Single(stored.SecretNames)));
    }

    [Fact]
    public async Task Save_SecondRowOfAVisit_IsRefused()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();

        await RefusedAsync(state, Scenario.Step(state.Run.Id, "a", 1, 1));
    }

    [Fact]
    public async Task Save_SecondRowOfAnItem_IsRefusedWithinItsVisitOnly()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();
        var visit = Scenario.Step(state.Run.Id, "a", 1, 2);
        StepRun[] rows = [visit, Item(state.Steps[0], 0), Item(visit, 0), Item(visit, 1), Item(visit, 0, visit: 2)];

        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Steps = rows }, Ct)).Saved);

        await RefusedAsync(state, Item(visit, 1));
    }

    [Fact]
    public async Task Save_ItemOfAStepThatIsNotThere_IsRefused()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();

        await RefusedAsync(state, Item(Scenario.Step(state.Run.Id, "z", 9, 1), 0));
    }

    [Fact]
    public async Task Add_ChildOfARunThatIsNotThere_IsRefused()
    {
        var scenario = await Scenario.CreateAsync(Database);

        await Assert.ThrowsAnyAsync<DbException>(() => scenario.AddAsync(scenario.New(parent: Scenario.Step(EntityId.New<RunId>(), "a", 1, 1))));
    }

    private Task<DbException> RefusedAsync(RunState state, StepRun step) =>
        Assert.ThrowsAnyAsync<DbException>(() => Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Steps = [step] }, Ct));
}
