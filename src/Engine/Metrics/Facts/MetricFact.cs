using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Metrics.Facts;

/// <summary>One measured event that metrics are computed from (design/metrics.md). Never changed once written, and it outlives the run that it tells of.</summary>
public sealed record MetricFact
{
    /// <summary>Follows from what it tells (<see cref="IdOf"/>), so that the same is written once whoever writes it again.</summary>
    public required MetricFactId Id { get; init; }

    public required FactKind Kind { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// Begin of what it says something about, where that lies in an earlier quarter of an hour than <see cref="At"/>; null where it does not. The numbers of every
    /// period from there on may change by it. Periods of all time zones begin at such a quarter.
    /// </summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Run that it is of; of a regression the run that caused it.</summary>
    public RunId? RunId { get; init; }

    /// <summary>What people call that run.</summary>
    public string? RunKey { get; init; }

    /// <summary>Slug of the workflow.</summary>
    public string? Workflow { get; init; }

    public int? WorkflowVersion { get; init; }

    /// <summary>Name of the repository.</summary>
    public string? Repository { get; init; }

    /// <summary>Agent that did it; null for what is the whole run's.</summary>
    public string? Agent { get; init; }

    /// <summary>Model that it used; null when it is not known.</summary>
    public string? Model { get; init; }

    /// <summary>What was measured.</summary>
    public required FactDetail Detail { get; init; }

    /// <summary>The id of a fact.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="subject">Id of what it tells of, and what else makes it a fact of its own.</param>
    public static MetricFactId IdOf(FactKind kind, string subject) => EntityId.Of<MetricFactId>($"{kind}|{subject}");

    /// <summary>What <see cref="Since"/> is for something that began at one time and ended at another.</summary>
    public static DateTimeOffset? SinceOf(DateTimeOffset began, DateTimeOffset at) => began < at && Quarter(began) != Quarter(at) ? began : null;

    private static long Quarter(DateTimeOffset time) => time.UtcTicks / (15 * TimeSpan.TicksPerMinute);
}
