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

    /// <summary>It is about whether the step's work may begin.</summary>
    public required bool IsBefore { get; init; }

    /// <summary>Trust level that caused it: <c>low</c>, <c>medium</c> or <c>high</c>; null: the workflow asks by itself.</summary>
    public string? TrustLevel { get; init; }

    /// <summary>Why the trust model asks.</summary>
    public string? TrustReason { get; init; }

    /// <summary>Only an administrator may answer it.</summary>
    public required bool ForAdministrators { get; init; }

    /// <summary>True: an agent asked it in its progress file, and no step waits for the answer.</summary>
    public required bool IsQuestion { get; init; }

    /// <summary>Open, Approved, Rejected, ChangesRequested or Expired.</summary>
    public required string Status { get; init; }

    public DateTimeOffset? Deadline { get; init; }

    /// <summary>When it is recalled before the deadline; null: not at all.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>When it was recalled; null: it was not.</summary>
    public DateTimeOffset? RemindedAt { get; init; }

    /// <summary>How long it waited for its answer; null: it has none.</summary>
    public long? WaitedMs { get; init; }

    public string? DecidedBy { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public string? Comment { get; init; }

    public required IReadOnlyDictionary<string, object?> Answers { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
