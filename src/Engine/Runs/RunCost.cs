using System.Globalization;

namespace Signalbox.Engine.Runs;

/// <summary>What a run has cost, and whether that is too much.</summary>
internal static class RunCost
{
    /// <summary>Known cost of all attempts in US dollars; null while none is known.</summary>
    public static decimal? Of(RunState state) =>
        state.Attempts.Any(a => a.Usage?.CostUsd is not null) ? state.Attempts.Sum(a => a.Usage?.CostUsd ?? 0) : null;

    /// <summary>Why the run has to stop; null while it is within its limits. What child runs cost counts.</summary>
    public static string? Exceeded(RunState state, RunSignals signals, Workflows.LimitsDefinition limits, DateTimeOffset now)
    {
        var since = state.ResumedAt ?? DateTimeOffset.MinValue;
        var spent = state.Attempts.Where(a => a.StartedAt >= since).Sum(a => a.Usage?.CostUsd ?? 0) + signals.Children.Sum(c => c.CostUsd ?? 0);
        if (limits.MaxCostUsd is { } most && spent >= most)
        {
            var attempts = state.Attempts.Count(a => a.StartedAt >= since && a.Usage?.CostUsd is not null);
            return string.Create(CultureInfo.InvariantCulture, $"cost limit {most:0.00##} USD reached: {spent:0.00##} spent in {attempts} {(attempts == 1 ? "attempt" : "attempts")}");
        }

        return limits.MaxDuration is { } longest && (state.ResumedAt ?? state.Run.StartedAt) is { } started && now >= started + longest
            ? string.Create(CultureInfo.InvariantCulture, $"duration limit {longest.TotalMinutes:0.##} min reached")
            : null;
    }
}
