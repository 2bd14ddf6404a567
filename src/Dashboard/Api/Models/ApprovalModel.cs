namespace Signalbox.Dashboard.Api.Models;

/// <summary>A question to a person, with its answer.</summary>
public sealed record ApprovalModel
{
    public required string Id { get; init; }

    public required string RunId { get; init; }

    public required string RunKey { get; init; }

    public required string Workflow { get; init; }

    public required string StepId { get; init; }

    public required string Question { get; init; }

    /// <summary>Names of the form's fields.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Who is asked; empty: every operator.</summary>
    public required IReadOnlyList<string> Reviewers { get; init; }

    /// <summary>It is about the changes that the step made.</summary>
    public required bool IsForChanges { get; init; }

    /// <summary>True: an agent asked it in its progress file, and no step waits for the answer.</summary>
    public required bool IsQuestion { get; init; }

    /// <summary>Open, Approved, Rejected, ChangesRequested or Expired.</summary>
    public required string Status { get; init; }

    public DateTimeOffset? Deadline { get; init; }

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? Comment { get; init; }

    public required IReadOnlyDictionary<string, object?> Answers { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
