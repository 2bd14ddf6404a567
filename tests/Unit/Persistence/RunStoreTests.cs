using System.Globalization;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Persistence;

public abstract class RunStoreTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Add_ManyAtOnce_GivesEachRunItsOwnNumberWithoutGap()
    {
        var scenario = await Scenario.CreateAsync(Database);

        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => scenario.AddAsync(), Ct)));

        var numbers = runs.Select(r => int.Parse(r.Key.Split('-')[1], CultureInfo.InvariantCulture)).Order();
        Assert.Equal(Enumerable.Range(1, 20), numbers);
    }

    [Fact]
    public async Task Add_ChosenKeyIsTaken_ReturnsNullAndWritesNothing()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var first = await scenario.AddAsync(scenario.New(key: $"{scenario.KeyPrefix}-x"));

        var second = await Database.Runs.AddAsync(scenario.New(key: first.Key), Ct);

        Assert.Null(second);
        Assert.Equal([first.Id], await Database.Queries.ResolveAsync(first.Key, Ct));
        Assert.Equal(1, (await Database.Queries.ListAsync(new RunFilter { Workflow = scenario.Workflow.Slug }, Ct)).Total);
    }

    [Fact]
    public async Task Add_SameChosenKeyAtOnce_OneIsWritten()
    {
        var scenario = await Scenario.CreateAsync(Database);

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Database.Runs.AddAsync(scenario.New(key: $"{scenario.KeyPrefix}-one"), Ct), Ct)));

        Assert.Single(added, a => a is not null);
    }

    [Fact]
    public async Task Add_NextNumberWasChosenByAPerson_TakesTheOneAfter()
    {
        var scenario = await Scenario.CreateAsync(Database);
        await scenario.AddAsync(scenario.New(key: $"{scenario.KeyPrefix}-1"));
        await scenario.AddAsync(scenario.New(key: $"{scenario.KeyPrefix}-2"));

        var run = await scenario.AddAsync();

        Assert.Equal($"{scenario.KeyPrefix}-3", run.Key);
    }

    [Fact]
    public async Task Load_AfterAdd_GivesBackWhatWasWritten()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var inputs = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["text"] = "ü \"quoted\" \u0000 \n",
            ["whole"] = long.MaxValue,
            ["number"] = 1.0,
            ["truth"] = true,
            ["nothing"] = null,
            ["list"] = new List<object?> { "a", 2L },
        };
        var added = (await Database.Runs.AddAsync(scenario.New(prompt: "do it", inputs: inputs), Ct))!.Value;

        var state = (await Database.Runs.LoadAsync(added.Run.Id, Ct))!;

        Assert.Equal(inputs.OrderBy(i => i.Key, StringComparer.Ordinal), state.Run.Inputs.OrderBy(i => i.Key, StringComparer.Ordinal));
        Assert.Equal("do it", state.Run.OriginalPrompt);
        Assert.Equal(RunStatus.Pending, state.Run.Status);
        Assert.Equal((0, 0, 1), (state.Run.Epoch, state.Run.Wake, state.Run.EventSequence));
        Assert.Equal(added.Run.LastEventAt, added.Events[0].Time);
        Assert.Equal(scenario.Version.Id, state.Version.Id);
        Assert.Equal("first", state.Version.Yaml);
        Assert.Equal(scenario.Repository.Path, state.Repository.Path);
        Assert.Equal(["a", "b"], state.Steps.Select(s => s.StepId), StringComparer.Ordinal);
        Assert.Equal(["a"], state.Steps[1].Needs);
        Assert.Empty(state.Attempts);
        Assert.Null(state.Workspace);
    }

    [Fact]
    public async Task Load_UnknownRun_IsNull() => Assert.Null(await Database.Runs.LoadAsync(EntityId.New<RunId>(), Ct));

    [Fact]
    public async Task TryClaim_ManyAtOnce_OneWins()
    {
        var scenario = await Scenario.CreateAsync(Database);
        for (var round = 0; round < 5; round++)
        {
            var run = await scenario.AddAsync();

            var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Database.Runs.TryClaimAsync(run.Id, $"node-{i}", [], Ct), Ct)));

            // With no live node named, a later claim may take the run from an earlier one: each has an epoch of its own.
            var epochs = claims.Where(c => c is not null).Select(c => c!.Run.Epoch).ToList();
            Assert.Equal(Enumerable.Range(1, epochs.Count).Select(e => (long)e), epochs.Order());

            var other = await scenario.AddAsync();
            string[] live = [.. Enumerable.Range(0, 8).Select(i => $"node-{i}")];
            claims = await Task.WhenAll(live.Select(node => Task.Run(() => Database.Runs.TryClaimAsync(other.Id, node, live, Ct), Ct)));
            var winner = Assert.Single(claims, c => c is not null)!;
            Assert.Equal(1, winner.Run.Epoch);
            Assert.Contains(winner.Run.Node, live, StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task TryClaim_HeldByALiveNode_IsNull()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.ClaimedAsync("first");

        Assert.Null(await Database.Runs.TryClaimAsync(state.Run.Id, "second", ["first", "second"], Ct));
        Assert.Equal("first", (await Database.Runs.LoadAsync(state.Run.Id, Ct))!.Run.Node);
    }

    [Fact]
    public async Task TryClaim_HeldByThisNode_IsNull()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync("first");

        Assert.Null(await Database.Runs.TryClaimAsync(state.Run.Id, "first", [], Ct));
    }

    [Fact]
    public async Task TryClaim_HeldByANodeThatIsGone_RaisesTheEpoch()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync("gone");

        var taken = (await Database.Runs.TryClaimAsync(state.Run.Id, "second", ["second", "third"], Ct))!;

        Assert.Equal(("second", 2), (taken.Run.Node, taken.Run.Epoch));
    }

    [Theory]
    [InlineData(RunStatus.Completed)]
    [InlineData(RunStatus.Failed)]
    [InlineData(RunStatus.Cancelled)]
    public async Task TryClaim_RunHasEnded_IsNull(RunStatus status)
    {
        var scenario = await Scenario.CreateAsync(Database);
        var run = await scenario.AddAsync();
        await scenario.EndAsync(run.Id, status);

        Assert.Null(await Database.Runs.TryClaimAsync(run.Id, "node", [], Ct));
        Assert.DoesNotContain(await Database.Runs.ListUnclaimedAsync([], Ct), w => w.RunId == run.Id);
    }

    [Fact]
    public async Task Save_WithAnOldEpoch_ChangesNothing()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var late = await scenario.ClaimedAsync("late");
        await Database.Runs.TryClaimAsync(late.Run.Id, "next", ["next"], Ct);
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
        state.Workspace.MoveTo(WorkspaceStatus.Dirty);
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
    public async Task Save_Release_LeavesTheRunToTheNextClaim()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync("first");

        await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Release = true }, Ct);

        Assert.Contains(new RunWakeUp(state.Run.Id, 1, 0), await Database.Runs.ListUnclaimedAsync(["first"], Ct));
        Assert.Equal(2, (await Database.Runs.TryClaimAsync(state.Run.Id, "first", ["first"], Ct))!.Run.Epoch);
    }

    [Fact]
    public async Task Save_ManyAtOnceWithCancels_NumbersEventsWithoutGap()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.ClaimedAsync();

        var saves = Enumerable.Range(0, 30).Select(i => Task.Run(
            () => Database.Runs.SaveAsync(
                new RunSave
                {
                    Run = state.Run,
                    Epoch = state.Run.Epoch,
                    Events = [.. Enumerable.Range(0, (i % 3) + 1).Select(n => new RunEvent { RunId = state.Run.Id, Message = $"{i}.{n}" })],
                },
                Ct),
            Ct));
        var cancels = Enumerable.Range(0, 5).Select(_ => Task.Run(() => Database.Runs.RequestCancelAsync(state.Run.Id, "ann", Ct), Ct)).ToList();
        var outcomes = await Task.WhenAll(saves);
        var asked = await Task.WhenAll(cancels);

        // 1 from adding the run, 60 saved, 1 from the cancel that was first.
        var events = await Database.Queries.EventsAsync(state.Run.Id, 0, 1000, Ct);
        Assert.Equal(Enumerable.Range(1, 62).Select(n => (long)n), events.Select(e => e.Sequence));
        Assert.Single(asked, a => a.Outcome == CancelOutcome.Requested);
        Assert.All(outcomes, o => Assert.Equal(o.Events.Select(e => e.Message), events.Where(e => o.Events.Any(s => s.Sequence == e.Sequence)).Select(e => e.Message), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Save_ClockGoesBack_TimesOfEventsDoNot()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();
        var start = Database.Clock.Now;
        Database.Clock.Advance(TimeSpan.FromMinutes(1));
        await SaveEventAsync(state, "later");
        Database.Clock.Now = start.AddSeconds(-30);

        var outcome = await SaveEventAsync(state, "back");

        Database.Clock.Now = start;
        Assert.Equal(start.AddMinutes(1), outcome.Events[0].Time);
    }

    [Fact]
    public async Task Save_EventText_IsStoredWhateverItHolds()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();

        await Database.Runs.SaveAsync(
            new RunSave
            {
                Run = state.Run,
                Epoch = state.Run.Epoch,
                Events =
                [
                    new RunEvent
                    {
                        RunId = state.Run.Id,
                        Level = EventLevel.Warning,
                        StepId = "a",
                        StepRunId = state.Steps[0].Id,
                        Attempt = 1,
                        Transition = "Pending -> Running",
                        Reason = "why \0",
                        Message = "half \udc00",
                        Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["text"] = "nul \0 stays", ["half"] = "\ud800" },
                    },
                ],
            },
            Ct);

        var stored = (await Database.Queries.EventsAsync(state.Run.Id, 1, 10, Ct)).Single();
        Assert.Equal(("why \ufffd", "half \ufffd", "Pending -> Running"), (stored.Reason, stored.Message, stored.Transition));
        Assert.Equal(("nul \0 stays", "\ufffd"), (stored.Data["text"], stored.Data["half"]));
        Assert.Equal((EventLevel.Warning, "a", state.Steps[0].Id, 1), (stored.Level, stored.StepId, stored.StepRunId, stored.Attempt));
        Assert.Equal(state.Run.TraceId, stored.TraceId);
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

    [Fact]
    public async Task ListUnclaimed_LeavesOutWhatALiveNodeHolds()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var (held, gone, pending) = (await scenario.ClaimedAsync("live"), await scenario.ClaimedAsync("gone"), await scenario.AddAsync());

        var unclaimed = (await Database.Runs.ListUnclaimedAsync(["live"], Ct)).ToDictionary(w => w.RunId);

        Assert.DoesNotContain(held.Run.Id, unclaimed.Keys);
        Assert.Equal(1, unclaimed[gone.Run.Id].Epoch);
        Assert.Equal(0, unclaimed[pending.Id].Epoch);
    }

    private static void Fail(Attempt attempt, DateTimeOffset now)
    {
        attempt.Process = new ProcessIdentity("boot", 12, 345_678_901_234, 13);
        attempt.Model = "model";
        attempt.SessionId = "session";
        attempt.ExitCode = 3;
        attempt.FinalText = "broken \0 and half \ud83d a pair, whole 😀";
        attempt.Error = new AgentError("rate_limit", "wait", Retryable: true, now.AddHours(1));
        attempt.Usage = new AgentUsage { InputTokens = 1, CostUsd = 0.05m, CostEstimated = true };
        attempt.ToolCalls = [new ToolCall("1", "Bash", "{\"a\":1}", true, 2)];
        attempt.PermissionDenials = ["Write"];
        attempt.Warnings = ["careful"];
        attempt.End(AttemptStatus.Failed, now.AddSeconds(1));
    }

    private async Task SaveAsync(RunState state, Attempt attempt)
    {
        var outcome = await Database.Runs.SaveAsync(
            new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Steps = state.Steps, Attempts = [attempt], Workspace = state.Workspace }, Ct);
        Assert.True(outcome.Saved);
    }

    private Task<RunSaveOutcome> SaveEventAsync(RunState state, string message) => Database.Runs.SaveAsync(
        new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Events = [new RunEvent { RunId = state.Run.Id, Message = message }] }, Ct);
}
