using Signalbox.Engine.Agents;

namespace Signalbox.Unit.Engine.Agents;

public sealed class AgentPricesTests
{
    private static readonly AgentPrices Prices = new([new AgentPrice("gpt-*", 100m, 100m), new AgentPrice("gpt-x*", 2m, 8m, CacheReadUsd: 0.5m), new AgentPrice("claude-y", 3m, 15m, 0.3m, 3.75m)]);

    [Fact]
    public void Estimate_InputWithTheCacheInIt_PricesEachTokenOnce()
    {
        var usage = new AgentUsage { InputTokens = 1_000_000, CacheReadTokens = 400_000, OutputTokens = 100_000 };

        var priced = Prices.Estimate(usage, "gpt-x-codex", inputIncludesCache: true)!;

        // 600,000 at 2, 400,000 at 0.50 and 100,000 at 8 US dollars a million
        Assert.Equal(2.2m, priced.CostUsd);
        Assert.True(priced.CostEstimated);
        Assert.Equal(1_000_000, priced.InputTokens);
    }

    [Fact]
    public void Estimate_InputWithoutTheCache_AddsItsTokens()
    {
        var usage = new AgentUsage { InputTokens = 1000, CacheReadTokens = 10_000, CacheCreationTokens = 2000, OutputTokens = 100 };

        // 1,000 at 3, 10,000 at 0.30, 2,000 at 3.75 and 100 at 15 US dollars a million
        Assert.Equal(0.015m, Prices.Estimate(usage, "claude-y", inputIncludesCache: false)!.CostUsd);
    }

    [Theory]
    [InlineData("llama", 5L, 5L)]
    [InlineData(null, 5L, 5L)]
    [InlineData("gpt-x", null, 5L)]
    [InlineData("gpt-x", 5L, null)]
    public void Estimate_WithoutPriceOrTokens_CostStaysUnknown(string? model, long? input, long? output)
    {
        var usage = Prices.Estimate(new AgentUsage { InputTokens = input, OutputTokens = output }, model, inputIncludesCache: true)!;

        Assert.Null(usage.CostUsd);
        Assert.False(usage.CostEstimated);
    }

    [Fact]
    public void Estimate_CostIsKnown_IsNotTouched()
    {
        var usage = new AgentUsage { InputTokens = 5, OutputTokens = 5, CostUsd = 0.25m };

        Assert.Same(usage, Prices.Estimate(usage, "gpt-x", inputIncludesCache: true));
        Assert.Null(Prices.Estimate(null, "gpt-x", inputIncludesCache: true));
    }
}
