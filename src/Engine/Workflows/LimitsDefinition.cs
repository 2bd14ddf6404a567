namespace Signalbox.Engine.Workflows;

/// <summary>Limits of a run (<c>limits:</c>); null: none.</summary>
/// <param name="MaxCostUsd">Known cost of all attempts in US dollars.</param>
/// <param name="MaxDuration">Time from the run's begin, waiting included.</param>
public sealed record LimitsDefinition(decimal? MaxCostUsd, TimeSpan? MaxDuration);
