namespace Signalbox.Dashboard.Api.Models;

/// <summary>How far a change is trusted.</summary>
public sealed record TrustAnswerModel
{
    /// <summary><c>low</c>, <c>medium</c> or <c>high</c>: that of the least trusted file.</summary>
    public required string Level { get; init; }

    /// <summary>Whether nobody is asked about it.</summary>
    public required bool AutoApprove { get; init; }

    /// <summary><c>minimal</c>, <c>code_review_required</c> or <c>pair_programming</c>.</summary>
    public required string Supervision { get; init; }

    /// <summary>What decided: <c>pattern **/auth/**</c>, <c>task_type security</c>, <c>demote_to_low X</c>, <c>elevate_to_medium X</c> or <c>default_level</c>.</summary>
    public required string MatchedBy { get; init; }

    /// <summary>Why, in the author's words; null: nothing is written.</summary>
    public string? Reason { get; init; }

    /// <summary>The file that decided; null: the work alone was judged.</summary>
    public string? Path { get; init; }

    /// <summary>Whether only an administrator decides.</summary>
    public required bool Escalation { get; init; }

    /// <summary>What is said of each file.</summary>
    public required IReadOnlyList<TrustVerdictModel> Paths { get; init; }

    /// <summary>Id of the version that was asked.</summary>
    public required string ModelId { get; init; }
}
