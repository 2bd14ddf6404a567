namespace Signalbox.Engine.Trust;

/// <summary>One level of a trust model (spec 4, 2.2 <c>trust_level</c>).</summary>
public sealed record TrustRules
{
    public required TrustLevel Level { get; init; }

    /// <summary>For people.</summary>
    public required string Description { get; init; }

    /// <summary>Whether the author lets changes of this level pass by themselves.</summary>
    public required bool AutoApprove { get; init; }

    public required TrustSupervision Supervision { get; init; }

    /// <summary>Only an administrator decides.</summary>
    public bool Escalation { get; init; }

    /// <summary>The author asks for a person whatever else is said (<c>require_human_review</c>).</summary>
    public bool RequiresReview { get; init; }

    /// <summary>Changes that may pass by themselves one after another in a run before a person looks (<c>max_consecutive_changes</c>); null: any number.</summary>
    public int? MaxConsecutiveChanges { get; init; }

    /// <summary>Whether somebody is told when a context of this level speaks of a change (<c>notify_on_match</c>).</summary>
    public bool NotifiesOnMatch { get; init; }

    public IReadOnlyList<TrustContext> Contexts { get; init; } = [];

    /// <summary>Whether changes of this level need nobody: the author says so, and asks for a person nowhere else.</summary>
    public bool PassesByItself => AutoApprove && Supervision == TrustSupervision.Minimal && !RequiresReview;

    /// <summary>Whether a person is asked before the work as well.</summary>
    public bool AsksBefore => Supervision == TrustSupervision.PairProgramming;
}
