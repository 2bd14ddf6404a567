using Signalbox.Engine.Identity;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs;

/// <summary>A question to a person, with its answer (spec 4 Approval).</summary>
public sealed class Approval
{
    public required ApprovalId Id { get; init; }

    public required RunId RunId { get; init; }

    public required StepRunId StepRunId { get; init; }

    /// <summary>Step id in the workflow.</summary>
    public required string StepId { get; init; }

    /// <summary>The question, rendered.</summary>
    public required string Question { get; init; }

    /// <summary>Names of the form's fields, in order; the workflow version has their types.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Who is asked; empty: every Operator.</summary>
    public IReadOnlyList<string> Reviewers { get; init; } = [];

    /// <summary>True: it is about the changes that the step made; false: the step is the question.</summary>
    public bool IsForChanges { get; init; }

    /// <summary>True: the step's work has not begun and waits for leave; the trust model asks for a person from the start.</summary>
    public bool IsBefore { get; init; }

    /// <summary>Trust level that caused it; null: the workflow asks by itself.</summary>
    public TrustLevel? TrustLevel { get; init; }

    /// <summary>Why the trust model asks, as a clause; null where it does not.</summary>
    public string? TrustReason { get; init; }

    /// <summary>True: only an administrator decides (<c>escalation</c>).</summary>
    public bool ForAdministrators { get; init; }

    /// <summary>True: an agent asked it in its progress file. No step waits for the answer, which is written back into the file, also after the run.</summary>
    public bool IsQuestion { get; init; }

    public ApprovalStatus Status { get; private set; } = ApprovalStatus.Open;

    /// <summary>When it must be answered; null: no end.</summary>
    public DateTimeOffset? Deadline { get; init; }

    public ApprovalDeadlineRule OnDeadline { get; init; }

    /// <summary>When it is recalled before the deadline; null: not at all.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>When it was recalled; null: it was not.</summary>
    public DateTimeOffset? RemindedAt { get; private set; }

    /// <summary>Who decided; <c>deadline</c> when nobody did.</summary>
    public string? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public string? Comment { get; private set; }

    /// <summary>The form as filled in: plain values by field.</summary>
    public IReadOnlyDictionary<string, object?> Answers { get; private set; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How long people have let it wait: until the answer, or until now (design/metrics.md, human wait).</summary>
    public TimeSpan Waited(DateTimeOffset now) => (DecidedAt ?? now) - CreatedAt;

    /// <summary>Whether it is to be recalled by now.</summary>
    internal bool IsReminderDue(DateTimeOffset now) => Status == ApprovalStatus.Open && RemindedAt is null && RemindAt <= now;

    /// <summary>Notes that it was recalled.</summary>
    internal void Remind(DateTimeOffset now) => RemindedAt = now;

    /// <summary>Answers the question.</summary>
    /// <exception cref="StateMachines.IllegalTransitionException">It has been answered.</exception>
    public void Decide(ApprovalStatus status, string by, string? comment, IReadOnlyDictionary<string, object?> answers, DateTimeOffset now)
    {
        RunTransitions.Approval.Check(Status, status);
        Status = status;
        DecidedBy = by;
        DecidedAt = now;
        Comment = comment;
        Answers = answers;
    }
}
