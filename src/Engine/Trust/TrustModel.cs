namespace Signalbox.Engine.Trust;

/// <summary>What decides whether work needs a person (spec 4, 2.2 trust model).</summary>
public sealed record TrustModel
{
    /// <summary>The version as its author counts.</summary>
    public required string Version { get; init; }

    public required TrustRules High { get; init; }

    public required TrustRules Medium { get; init; }

    public required TrustRules Low { get; init; }

    /// <summary>Level of what no context speaks of (<c>default_level</c>).</summary>
    public TrustLevel DefaultLevel { get; init; } = TrustLevel.Medium;

    /// <summary>Files that patterns of <see cref="Low"/> would take, and that are medium (<c>overrides.elevate_to_medium</c>).</summary>
    public IReadOnlyList<TrustContext> ElevateToMedium { get; init; } = [];

    /// <summary>Files that are low whatever else is said (<c>overrides.demote_to_low</c>).</summary>
    public IReadOnlyList<TrustContext> DemoteToLow { get; init; } = [];

    /// <summary>Who is told where a level says so (<c>escalation.notify</c>); empty: people.</summary>
    public IReadOnlyList<TrustNotify> Notify { get; init; } = [];

    /// <summary>The rules of a level.</summary>
    public TrustRules RulesOf(TrustLevel level) => level switch
    {
        TrustLevel.Low => Low,
        TrustLevel.Medium => Medium,
        TrustLevel.High => High,
    };
}
