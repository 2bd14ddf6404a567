using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

/// <summary>Workers and steps that are offered to them, through the stores.</summary>
internal static class Workers
{
    private static int s_count;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>An Active worker of the test's own.</summary>
    public static async Task<string> AddWorkerAsync(this TestDatabase database, string role = "worker", int? capacity = null, AgentStatus status = AgentStatus.Active, params string[] capabilities)
    {
        var agent = Make(database, $"w-{Interlocked.Increment(ref s_count)}", capabilities.Length == 0 ? ["general"] : capabilities);
        (agent.Role, agent.Capacity, agent.LastHeartbeat) = (role, capacity, database.Clock.Now);
        Assert.True(await database.AgentRegistry.AddAsync(agent, agent.MoveTo(status, "the test wants it", "test", database.Clock.Now), Ct));
        return agent.Id;
    }

    public static RegisteredAgent Make(TestDatabase database, string id, params string[] capabilities) => new()
    {
        Id = id,
        Kind = AgentKind.Worker,
        Source = AgentSource.Registered,
        Name = $"Worker {id}",
        Provider = "external",
        Capabilities = capabilities,
        Config = new Dictionary<string, string>(StringComparer.Ordinal) { ["api_key"] = "env:KEY" },
        CreatedAt = database.Clock.Now,
        UpdatedAt = database.Clock.Now,
    };

    /// <summary>Steps of a running run that wait for a worker.</summary>
    public static async Task<(RunState State, IReadOnlyList<StepClaim> Claims)> OfferAsync(this Scenario scenario, TestDatabase database, params Offer[] offers)
    {
        var state = (await database.Runs.ClaimAsync((await scenario.AddAsync(scenario.New(steps: [.. offers.Select((_, i) => ($"s{i}", "worker"))]))).Id, "node", [], Ct))!;
        state.Run.MoveTo(RunStatus.Running, null, database.Clock.Now);
        var attempts = state.Steps.Select(s => scenario.NewAttempt(state, s, 1)).ToList();
        List<StepClaim> claims = [.. offers.Select((offer, i) => Claim(attempts[i], state.Steps[i], offer, database.Clock.Now + offer.Later))];
        var save = new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Attempts = attempts, Claims = claims };
        Assert.True((await database.Runs.SaveAsync(save, Ct)).Saved);
        return (state, claims);
    }

    public static StepClaim Claim(Attempt attempt, StepRun step, Offer offer, DateTimeOffset at) => new()
    {
        AttemptId = attempt.Id,
        RunId = attempt.RunId,
        StepRunId = step.Id,
        StepId = step.StepId,
        Capabilities = offer.Needs,
        Role = offer.Role,
        AssignedTo = offer.For,
        Priority = offer.Priority,
        TimeoutSeconds = 300,
        OfferedAt = at,
    };
}

/// <summary>What a step asks of a worker.</summary>
internal sealed record Offer(params string[] Needs)
{
    public string? Role { get; init; }

    public string? For { get; init; }

    public int Priority { get; init; }

    public TimeSpan Later { get; init; }
}
