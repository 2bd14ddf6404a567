using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

/// <summary>Two workers never get the same step, and a worker gets none that it cannot do (design/agents.md, Workers; spec 3, Task Assignment).</summary>
public abstract class ClaimStoreTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    [Trait("Spec3", "Task Assignment: Tasks claimed from unassigned pool")]
    public async Task TryClaim_ThousandStepsByFiftyWorkersAtOnce_EachIsClaimedOnce()
    {
        const int Workers = 50;
        const int Runs = 10;
        const int StepsPerRun = 100;
        var can = $"c{Guid.NewGuid():n}";
        var scenario = await Scenario.CreateAsync(Database);
        for (var run = 0; run < Runs; run++)
        {
            await scenario.OfferAsync(Database, [.. Enumerable.Repeat(new Offer(can), StepsPerRun)]);
        }

        var workers = new List<string>();
        for (var i = 0; i < Workers; i++)
        {
            workers.Add(await Database.AddWorkerAsync(capabilities: can));
        }

        var claimed = await Task.WhenAll(workers.Select(worker => Task.Run(
            async () =>
            {
                List<StepClaim> mine = [];
                while (await Database.Claims.TryClaimAsync(worker, Ct) is { } write)
                {
                    mine.Add(write.Claim!);
                }

                return mine;
            },
            Ct)));

        var all = claimed.SelectMany(c => c).ToList();
        Assert.Equal(Runs * StepsPerRun, all.Count);
        Assert.Equal(all.Count, all.Select(c => c.AttemptId).Distinct().Count());
        Assert.All(all, c => Assert.Equal((ClaimStatus.Claimed, 1L), (c.Status, c.Epoch)));
        var held = (await Database.Claims.ListHeldAsync(null, Ct)).Where(c => c.Capabilities.Contains(can, StringComparer.Ordinal)).ToDictionary(c => c.AttemptId, c => c.AgentId);
        Assert.Equal(all.ToDictionary(c => c.AttemptId, c => c.AgentId), held);
        Assert.DoesNotContain(await Database.Claims.ListOpenAsync(10_000, Ct), c => c.Capabilities.Contains(can, StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Spec3", "Roles: Agents can have roles (coordinator, worker) affecting their capabilities")]
    public async Task TryClaim_SeveralThatFit_GivesTheMostImportantThenTheOldest()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var worker = await Database.AddWorkerAsync(role: "reviewer", capabilities: ["review", "csharp"]);
        var (_, offered) = await scenario.OfferAsync(
            Database,
            new Offer("review", "rust"),
            new Offer("review") { Later = TimeSpan.FromSeconds(2) },
            new Offer("csharp", "review") { Later = TimeSpan.FromSeconds(1) },
            new Offer("review") { Role = "planner" },
            new Offer("review") { For = "somebody-else" },
            new Offer("review") { Role = "reviewer", Priority = 1, Later = TimeSpan.FromSeconds(3) },
            new Offer("review_") { Priority = 2 });

        List<string> got = [];
        while (await Database.Claims.TryClaimAsync(worker, Ct) is { } write)
        {
            got.Add(write.Claim!.StepId);
        }

        Assert.Equal(["s5", "s2", "s1"], got);
        Assert.Equal(4, (await Database.Claims.ListOpenAsync(1_000, Ct)).Count(c => c.RunId == offered[0].RunId));
    }

    [Fact]
    public async Task TryClaim_StepIsClaimed_WakesItsRunAndSaysIt()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var can = $"c{Guid.NewGuid():n}";
        var (state, claims) = await scenario.OfferAsync(Database, new Offer(can));
        var worker = await Database.AddWorkerAsync(capabilities: can);

        var write = (await Database.Claims.TryClaimAsync(worker, Ct))!;

        Assert.Equal((worker, 1L, Database.Clock.Now), (write.Claim!.AgentId, write.Claim.Epoch, write.Claim.ClaimedAt));
        Assert.Equal(new RunWakeUp(state.Run.Id, state.Run.Epoch, 1), write.WakeUp);
        Assert.Equal($"{worker} claims s0", Assert.Single(write.Events).Message);
        Assert.Equal(worker, Assert.Single((await Database.Runs.ReadSignalsAsync(state.Run.Id, Ct))!.Claims).AgentId);
        Assert.Equal(claims[0].AttemptId, Assert.Single(await Database.Claims.ListHeldAsync(worker, Ct)).AttemptId);
    }

    [Theory]
    [InlineData("status = 'Completed'")]
    [InlineData("status = 'Paused'")]
    [InlineData("cancel_requested_at = 1")]
    [InlineData("pause_requested_at = 1")]
    public async Task TryClaim_RunTakesNothingNew_GivesNothing(string set)
    {
        var can = $"c{Guid.NewGuid():n}";
        var (state, _) = await (await Scenario.CreateAsync(Database)).OfferAsync(Database, new Offer(can));
        await Database.QueryAsync($"UPDATE runs SET {set} WHERE id = '{state.Run.Id}'");

        Assert.Null(await Database.Claims.TryClaimAsync(await Database.AddWorkerAsync(capabilities: can), Ct));
    }

    [Fact]
    [Trait("Spec2", "Performance Constraints: Concurrent executions should not exceed configured limits")]
    public async Task TryClaim_WorkerIsFullOrNotThere_GivesNothing()
    {
        var can = $"c{Guid.NewGuid():n}";
        await (await Scenario.CreateAsync(Database)).OfferAsync(Database, new Offer(can), new Offer(can), new Offer(can));
        var worker = await Database.AddWorkerAsync(capacity: 2, capabilities: can);

        Assert.Null(await Database.Claims.TryClaimAsync(await Database.AddWorkerAsync(status: AgentStatus.Offline, capabilities: can), Ct));
        Assert.Null(await Database.Claims.TryClaimAsync("nobody", Ct));
        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Database.Claims.TryClaimAsync(worker, Ct), Ct)));

        Assert.Equal(2, claims.Count(c => c is not null));
    }

    [Fact]
    public async Task Write_WithTheLease_ChangesAndTellsTheRun()
    {
        var (step, lease) = await ClaimedAsync();

        var progress = await Database.Claims.WriteAsync(step, lease, new ClaimUpdate("half done") { Percent = 50, Progress = "testing" }, Ct);
        var done = await Database.Claims.WriteAsync(
            step, lease, new ClaimUpdate("done") { Status = ClaimStatus.Completed, Result = new Dictionary<string, object?>(StringComparer.Ordinal) { ["text"] = "all good" } }, Ct);

        Assert.True(progress.Taken);
        Assert.Equal((50, "testing", ClaimStatus.Claimed), (progress.Claim!.Percent, progress.Claim.Progress, progress.Claim.Status));
        Assert.True(done.Taken);
        Assert.Equal((ClaimStatus.Completed, "all good", 50), (done.Claim!.Status, done.Claim.Result!["text"], done.Claim.Percent));
        Assert.Equal(progress.WakeUp!.Wake + 1, done.WakeUp!.Wake);
        Assert.False((await Database.Claims.WriteAsync(step, lease, new ClaimUpdate("again"), Ct)).Taken);
    }

    [Fact]
    public async Task Write_WithAnOldEpochOrAnotherWorker_IsRefused()
    {
        var (step, first) = await ClaimedAsync();
        Assert.Single(await Database.Claims.ReturnAllAsync(first.AgentId, "it went offline", Ct));
        var open = (await Database.Claims.FindAsync(step, Ct))!;
        Assert.Equal((ClaimStatus.Open, null, "it went offline"), (open.Status, open.AgentId, open.Reason));
        var second = (await Database.Claims.TryClaimAsync(await Database.AddWorkerAsync(capabilities: [.. open.Capabilities]), Ct))!.Claim!;
        Assert.Equal((open.AttemptId, 2L), (second.AttemptId, second.Epoch));

        foreach (var lease in new[] { first, new Lease(first.AgentId, 2), new Lease(second.AgentId!, 1) })
        {
            var late = await Database.Claims.WriteAsync(step, lease, new ClaimUpdate("done") { Status = ClaimStatus.Completed }, Ct);
            Assert.False(late.Taken);
            Assert.Equal((ClaimStatus.Claimed, 2L), (late.Claim!.Status, late.Claim.Epoch));
            Assert.Empty(late.Events);
        }
    }

    [Fact]
    public async Task Claim_OfTheNextAttempt_HasANewerEpoch()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var can = $"c{Guid.NewGuid():n}";
        var worker = await Database.AddWorkerAsync(capabilities: can);
        var (state, _) = await scenario.OfferAsync(Database, new Offer(can));
        var first = (await Database.Claims.TryClaimAsync(worker, Ct))!.Claim!;
        await Database.Claims.WriteAsync(first.StepRunId, new Lease(worker, 1), new ClaimUpdate("failed") { Status = ClaimStatus.Failed }, Ct);
        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        var attempt = scenario.NewAttempt(state, state.Steps[0], 2);
        var claim = Workers.Claim(attempt, state.Steps[0], new Offer(can), Database.Clock.Now);
        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Attempts = [attempt], Claims = [claim] }, Ct)).Saved);

        var second = (await Database.Claims.TryClaimAsync(worker, Ct))!.Claim!;

        Assert.Equal((attempt.Id, 2L), (second.AttemptId, second.Epoch));
        Assert.False((await Database.Claims.WriteAsync(first.StepRunId, new Lease(worker, 1), new ClaimUpdate("late"), Ct)).Taken);
        Assert.Equal(attempt.Id, (await Database.Claims.FindAsync(first.StepRunId, Ct))!.AttemptId);
    }

    [Fact]
    public async Task Withdraw_ClaimedStep_EndsTheLease()
    {
        var (step, lease) = await ClaimedAsync();
        var attempt = (await Database.Claims.FindAsync(step, Ct))!.AttemptId;

        await Database.Claims.WithdrawAsync(attempt, "stopped on request", Ct);

        Assert.False((await Database.Claims.WriteAsync(step, lease, new ClaimUpdate("done") { Status = ClaimStatus.Completed }, Ct)).Taken);
        Assert.Equal((ClaimStatus.Withdrawn, "stopped on request"), ((await Database.Claims.GetAsync(attempt, Ct))!.Status, (await Database.Claims.GetAsync(attempt, Ct))!.Reason));
        Assert.Empty(await Database.Claims.ListHeldAsync(lease.AgentId, Ct));
    }

    [Fact]
    [Trait("Spec3", "Task Assignment: Tasks assigned to specific agents")]
    public async Task Assign_WaitingStep_IsForThatWorkerOnly()
    {
        var can = $"c{Guid.NewGuid():n}";
        var (_, claims) = await (await Scenario.CreateAsync(Database)).OfferAsync(Database, new Offer(can));
        var (chosen, other) = (await Database.AddWorkerAsync(capabilities: can), await Database.AddWorkerAsync(capabilities: can));

        Assert.True((await Database.Claims.AssignAsync(claims[0].StepRunId, chosen, "ann", Ct)).Taken);

        Assert.Null(await Database.Claims.TryClaimAsync(other, Ct));
        Assert.NotNull(await Database.Claims.TryClaimAsync(chosen, Ct));
        Assert.False((await Database.Claims.AssignAsync(claims[0].StepRunId, other, "ann", Ct)).Taken);
    }

    [Fact]
    public async Task Save_AttemptsEnd_WhatIsOfferedOrHeldOfThemIsWithdrawn()
    {
        var can = $"c{Guid.NewGuid():n}";
        var (offered, claims) = await (await Scenario.CreateAsync(Database)).OfferAsync(Database, new Offer(can) { Priority = 3 }, new Offer(can) { Priority = 2 }, new Offer(can), new Offer(can) { For = "nobody" });
        var worker = await Database.AddWorkerAsync(capabilities: can);
        var done = (await Database.Claims.TryClaimAsync(worker, Ct))!.Claim!;
        var held = (await Database.Claims.TryClaimAsync(worker, Ct))!.Claim!;
        await Database.Claims.WriteAsync(done.StepRunId, new Lease(worker, 1), new ClaimUpdate("done") { Status = ClaimStatus.Completed }, Ct);
        var state = (await Database.Queries.GetAsync(offered.Run.Id, Ct))!;
        List<Attempt> ended = [.. state.Attempts.Where(a => a.Id != claims[3].AttemptId)];
        ended.ForEach(a => a.End(AttemptStatus.Interrupted, Database.Clock.Now));

        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Attempts = [.. state.Attempts] }, Ct)).Saved);

        var after = await Task.WhenAll(claims.Select(c => Database.Claims.GetAsync(c.AttemptId, Ct)));
        Assert.Equal([ClaimStatus.Completed, ClaimStatus.Withdrawn, ClaimStatus.Withdrawn, ClaimStatus.Open], after.Select(c => c!.Status));
        Assert.Equal("its attempt ended Interrupted", after[1]!.Reason);
        Assert.False((await Database.Claims.WriteAsync(held.StepRunId, new Lease(worker, held.Epoch), new ClaimUpdate("done") { Status = ClaimStatus.Completed }, Ct)).Taken);
        Assert.Empty(await Database.Claims.ListHeldAsync(worker, Ct));
        Assert.Null(await Database.Claims.TryClaimAsync(worker, Ct));
        Assert.True(await Database.AgentRegistry.DeleteAsync(worker, Ct));
    }

    [Fact]
    public async Task Save_RefusedByItsEpoch_LeavesTheLeaseAlone()
    {
        var (step, lease) = await ClaimedAsync();
        var claim = (await Database.Claims.FindAsync(step, Ct))!;
        var state = (await Database.Queries.GetAsync(claim.RunId, Ct))!;
        state.Attempts[0].End(AttemptStatus.Interrupted, Database.Clock.Now);

        Assert.False((await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch - 1, Attempts = [.. state.Attempts] }, Ct)).Saved);

        Assert.True((await Database.Claims.WriteAsync(step, lease, new ClaimUpdate("going on"), Ct)).Taken);
    }

    private async Task<(StepRunId Step, Lease Lease)> ClaimedAsync()
    {
        var can = $"c{Guid.NewGuid():n}";
        await (await Scenario.CreateAsync(Database)).OfferAsync(Database, new Offer(can));
        var worker = await Database.AddWorkerAsync(capabilities: can);
        var claim = (await Database.Claims.TryClaimAsync(worker, Ct))!.Claim!;
        return (claim.StepRunId, new Lease(worker, claim.Epoch));
    }
}
