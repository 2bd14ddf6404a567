namespace Signalbox.Engine.Workflows;

/// <summary>A question to a person (<c>approval:</c>).</summary>
public sealed record ApprovalDefinition
{
    /// <summary>Template of the question.</summary>
    public required string Question { get; init; }

    /// <summary>Fields to fill in with the answer; outputs of the step by name.</summary>
    public IReadOnlyList<InputDefinition> Form { get; init; } = [];

    /// <summary>Who is asked: names of users or roles; empty asks every Operator.</summary>
    public IReadOnlyList<string> Reviewers { get; init; } = [];

    /// <summary>Time to answer; null: no end.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>How long before the deadline the question is recalled; null: not at all.</summary>
    public TimeSpan? RemindBefore { get; init; }

    /// <summary>What happens at the deadline.</summary>
    public ApprovalDeadlineRule OnDeadline { get; init; } = ApprovalDeadlineRule.Fail;
}
