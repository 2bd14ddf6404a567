namespace Signalbox.Engine.Agents;

/// <summary>Estimates what an attempt cost, where its agent does not say (design/agents.md). What has no price stays unknown.</summary>
public sealed class AgentPrices
{
    private const decimal Million = 1_000_000m;
    private volatile IReadOnlyList<AgentPrice> _prices;

    /// <summary>Takes the table; the longest name that fits a model wins, a whole one before all beginnings.</summary>
    public AgentPrices(IEnumerable<AgentPrice> prices) => _prices = InOrder(prices);

    /// <summary>A table without a price.</summary>
    public static AgentPrices None { get; } = new([]);

    /// <summary>The usage with an estimated cost; unchanged when it has a cost, its tokens are not known, or the model has no price.</summary>
    /// <param name="usage">What the agent says.</param>
    /// <param name="model">The model; null when it is not known.</param>
    /// <param name="inputIncludesCache">Whether the agent counts tokens of the cache as input.</param>
    public AgentUsage? Estimate(AgentUsage? usage, string? model, bool inputIncludesCache)
    {
        if (usage is not { CostUsd: null, InputTokens: { } input, OutputTokens: { } output } || model is null || Find(model) is not { } price)
        {
            return usage;
        }

        var (read, written) = (usage.CacheReadTokens ?? 0, usage.CacheCreationTokens ?? 0);
        var fresh = inputIncludesCache ? Math.Max(0, input - read - written) : input;
        var cost = (fresh * price.InputUsd)
            + (read * (price.CacheReadUsd ?? price.InputUsd))
            + (written * (price.CacheWriteUsd ?? price.InputUsd))
            + (output * price.OutputUsd);
        return usage with { CostUsd = cost / Million, CostEstimated = true };
    }

    /// <summary>Another table from now on.</summary>
    public void Change(IEnumerable<AgentPrice> prices) => _prices = InOrder(prices);

    private static IReadOnlyList<AgentPrice> InOrder(IEnumerable<AgentPrice> prices) =>
        [.. prices.OrderBy(price => IsBeginning(price) ? 1 : 0).ThenByDescending(price => price.Model.Length)];

    private AgentPrice? Find(string model) => _prices.FirstOrDefault(price => IsBeginning(price)
        ? model.StartsWith(price.Model[..^1], StringComparison.Ordinal)
        : string.Equals(model, price.Model, StringComparison.Ordinal));

    private static bool IsBeginning(AgentPrice price) => price.Model.EndsWith('*');
}
