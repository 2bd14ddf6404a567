namespace Signalbox.Engine.Metrics;

/// <summary>The metrics there are (design/metrics.md), those of spec 4 first.</summary>
public static class MetricCatalog
{
    /// <summary>How far back a proof of an unchanged commit is remembered, to tell a flaky one.</summary>
    public static readonly TimeSpan VerifyMemory = TimeSpan.FromDays(30);

    /// <summary>All, in the order in which they are shown.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        Compound("first_pass_success", "First-pass success", "Agents' steps that were completed, and verified where they have a verify, at the first try.", MetricDirection.Up, CompoundSamples.FirstPassSuccess),
        Compound("context_reuse", "Context reuse", "Tokens of the agents' context that came from earlier work or from the provider's cache.", MetricDirection.Up, CompoundSamples.ContextReuse),
        Compound("regression_rate", "Regression rate", "Completed runs that changed files and turned out to be the cause of a regression.", MetricDirection.Down, CompoundSamples.RegressionRate),
        Compound("session_recovery", "Session recovery", "Interrupted runs and sessions that reached Completed in the end.", MetricDirection.Up, CompoundSamples.SessionRecovery),
        New("success_rate", "Success rate", "Runs that completed, of those that completed or failed.", MetricUnit.Percent, MetricDirection.Up, MetricAggregate.Share, WorkSamples.Success),
        New("verified_rate", "Verified rate", "Completed runs that a verify proved.", MetricUnit.Percent, MetricDirection.Up, MetricAggregate.Share, WorkSamples.VerifiedRuns),
        New("flaky_verifies", "Flaky verifies", "Proofs that changed their answer on an unchanged commit.", MetricUnit.Percent, MetricDirection.Down, MetricAggregate.Share, WorkSamples.FlakyVerifies),
        New("attempts_per_step", "Attempts per step", "How often agents tried a step until it ended.", MetricUnit.Count, MetricDirection.Down, MetricAggregate.Mean, WorkSamples.Attempts),
        New("duration_p50", "Duration, median", "Half of the completed runs took no longer.", MetricUnit.Milliseconds, MetricDirection.Down, MetricAggregate.Median, WorkSamples.Duration),
        New("duration_p95", "Duration, 95th percentile", "95 of 100 completed runs took no longer.", MetricUnit.Milliseconds, MetricDirection.Down, MetricAggregate.Percentile95, WorkSamples.Duration),
        New("queue_wait", "Queue wait", "From the start that somebody asked for until a run began.", MetricUnit.Milliseconds, MetricDirection.Down, MetricAggregate.Mean, WorkSamples.QueueWait),
        New("human_wait", "Human wait", "How long approvals were open.", MetricUnit.Milliseconds, MetricDirection.Down, MetricAggregate.Mean, WorkSamples.HumanWait),
        New("cancel_time", "Cancel time", "From the wish to cancel a run until nothing of it was alive.", MetricUnit.Milliseconds, MetricDirection.Down, MetricAggregate.Mean, WorkSamples.CancelTime),
        New("cost", "Cost", "What agents cost in the period, as far as known.", MetricUnit.Usd, MetricDirection.Down, MetricAggregate.Sum, WorkSamples.Cost),
        New("cost_per_run", "Cost per run", "What a run cost, of those of which it is known.", MetricUnit.Usd, MetricDirection.Down, MetricAggregate.Mean, WorkSamples.RunCost),
        New("tokens_per_run", "Tokens per run", "Tokens in and out of a run, of those of which they are known.", MetricUnit.Tokens, MetricDirection.Down, MetricAggregate.Mean, WorkSamples.RunTokens),
    ];

    /// <summary>The metric of a name; null when there is none.</summary>
    public static MetricDefinition? Find(string name) => All.FirstOrDefault(m => string.Equals(m.Name, name, StringComparison.Ordinal));

    private static MetricDefinition Compound(string name, string title, string description, MetricDirection better, Func<FactSet, IEnumerable<MetricSample>> samples) =>
        new(name, title, description, MetricUnit.Percent, better, MetricAggregate.Share) { IsCompound = true, Samples = samples };

    private static MetricDefinition New(
        string name, string title, string description, MetricUnit unit, MetricDirection better, MetricAggregate aggregate, Func<FactSet, IEnumerable<MetricSample>> samples) =>
        new(name, title, description, unit, better, aggregate) { Samples = samples };
}
