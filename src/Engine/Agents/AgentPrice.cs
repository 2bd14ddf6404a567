namespace Signalbox.Engine.Agents;

/// <summary>What a model costs, from configuration; for agents that say how many tokens they used and not what they cost.</summary>
/// <param name="Model">Name of the model; one that ends with <c>*</c> stands for all that begin so.</param>
/// <param name="InputUsd">US dollars for a million tokens of input.</param>
/// <param name="OutputUsd">US dollars for a million tokens of output, thinking among them.</param>
/// <param name="CacheReadUsd">US dollars for a million tokens read from the cache; null: they cost what input costs.</param>
/// <param name="CacheWriteUsd">US dollars for a million tokens written to the cache; null: they cost what input costs.</param>
public sealed record AgentPrice(string Model, decimal InputUsd, decimal OutputUsd, decimal? CacheReadUsd = null, decimal? CacheWriteUsd = null);
