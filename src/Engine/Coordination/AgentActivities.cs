namespace Signalbox.Engine.Coordination;

/// <summary>What every agent does now and what it cost in the last days.</summary>
public sealed class AgentActivities(IAgentActivityStore store, IClaimStore claims, TimeProvider time)
{
    /// <summary>Days that <see cref="AgentActivity.Costs"/> are the sum of.</summary>
    public const int CostDays = 7;

    // A week of attempts is much to add up for every look of every page, and no sum of a week is read to the second.
    private static readonly TimeSpan CostsFresh = TimeSpan.FromSeconds(10);

    private Sums? _sums;

    /// <summary>Of one agent, or of all.</summary>
    public async Task<AgentActivity> ReadAsync(string? agentId, CancellationToken cancellationToken) => new(
        await claims.ListHeldAsync(agentId, cancellationToken),
        await store.ListStepsAsync(agentId, cancellationToken),
        await CostsAsync(cancellationToken));

    private async Task<IReadOnlyDictionary<string, AgentCost>> CostsAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (Volatile.Read(ref _sums) is not { } sums || now - sums.At >= CostsFresh)
        {
            sums = new Sums(now, await store.SumCostsAsync(now.AddDays(-CostDays), cancellationToken));
            Volatile.Write(ref _sums, sums);
        }

        return sums.Costs;
    }

    private sealed record Sums(DateTimeOffset At, IReadOnlyDictionary<string, AgentCost> Costs);
}
