using System.Globalization;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Trust;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Words the events of a run.</summary>
internal static class StepEvents
{
    public static RunEvent OfRun(Run run, RunStatus from, string message, string? reason = null, EventLevel level = EventLevel.Info) => new()
    {
        RunId = run.Id,
        Level = level,
        Transition = $"{from} -> {run.Status}",
        Reason = reason,
        Message = message,
    };

    public static RunEvent Note(Run run, string message, EventLevel level = EventLevel.Info) => new() { RunId = run.Id, Level = level, Message = message };

    public static RunEvent OfStep(StepRun step, StepStatus from, string message, string? reason, EventLevel level = EventLevel.Info, Attempt? attempt = null) => new()
    {
        RunId = step.RunId,
        Level = level,
        StepId = step.StepId,
        StepRunId = step.Id,
        AttemptId = attempt?.Id,
        Attempt = attempt?.Number,
        Transition = $"{from} -> {step.Status}",
        Reason = reason,
        Message = message,
    };

    public static RunEvent OfSession(AgentSession session, AgentSessionStatus? from, string message, EventLevel level = EventLevel.Info) => new()
    {
        RunId = session.RunId,
        Level = level,
        Transition = from is null ? null : $"{from} -> {session.Status}",
        Reason = session.StatusReason,
        Message = message,
        Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["session"] = session.Id.Value, ["agent"] = session.Agent, ["role"] = session.Role },
    };

    public static RunEvent OfQuestion(Approval question) => new()
    {
        RunId = question.RunId,
        StepId = question.StepId,
        StepRunId = question.StepRunId,
        Message = $"A person is asked, and nothing waits for the answer: {question.Question}",
        Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["question"] = question.Id.Value },
    };

    public static RunEvent OfApproval(StepRun step, Approval approval, string message, string? reason) => new()
    {
        RunId = step.RunId,
        StepId = step.StepId,
        StepRunId = step.Id,
        Transition = $"{ApprovalStatus.Open} -> {approval.Status}",
        Reason = reason,
        Message = message,
        Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["approval"] = approval.Id.Value },
    };

    public static RunEvent OfWait(StepRun step, StepStatus from, Approval approval, string why, Attempt? attempt = null) =>
        OfStep(step, from, $"Step {StepResolver.NameOf(step)} waits: {why}", why, attempt: attempt) with
        {
            Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["asked"] = approval.Id.Value },
        };

    public static RunEvent OfReminder(StepRun step, Approval approval, string why) => new()
    {
        RunId = step.RunId,
        Level = EventLevel.Warning,
        StepId = step.StepId,
        StepRunId = step.Id,
        Reason = why,
        Message = $"Reminder: {StepResolver.NameOf(step)} waits for an answer{(approval.Reviewers.Count == 0 ? "" : $" of {string.Join(" or ", approval.Reviewers)}")}; {why}",
        Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["reminder"] = approval.Id.Value, ["deadline"] = approval.Deadline?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) },
    };

    /// <summary>The record that the trust model lets a change pass, and why nobody was asked.</summary>
    public static RunEvent OfPass(StepRun step, Attempt attempt, TrustReview review) => OfAttempt(
        step,
        attempt,
        transition: null,
        $"Nobody is asked about the changes of {StepResolver.NameOf(step)}: {review.Why}, and {TrustWords.Of(review.Decision.Level)} approves by itself",
        review.Why,
        EventLevel.Info,
        review.Data);

    /// <summary>What a run that completed leaves in a workspace though nobody let it pass: a step failed or was rejected, and the run went on without it.</summary>
    public static RunEvent OfLeft(Run run, TrustReview review) =>
        Note(run, $"Nobody let pass what a step left that failed or was rejected, so its branch is not pushed: {review.Why}", EventLevel.Warning) with { Reason = review.Why, Data = review.Data };

    public static RunEvent OfAttempt(StepRun step, Attempt attempt, string? transition, string message, string? reason, EventLevel level, IReadOnlyDictionary<string, object?> data) => new()
    {
        RunId = step.RunId,
        Level = level,
        StepId = step.StepId,
        StepRunId = step.Id,
        AttemptId = attempt.Id,
        Attempt = attempt.Number,
        Transition = transition,
        Reason = reason,
        Message = message,
        Data = data,
    };
}
