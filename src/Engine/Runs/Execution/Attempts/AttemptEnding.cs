using System.Globalization;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>Turns an agent's result into the end of an attempt and what it means for the step: exit, stream, outputs and proof must all be right.</summary>
internal sealed class AttemptEnding(RunState state, RunSessionServices services, RunCheckpoints checkpoints, bool stopping)
{
    private const int FinalTextCap = 64 * 1024;

    /// <summary>Changes attempt and step, and returns what is to be written with them.</summary>
    public async Task<AttemptOutcome> EndAsync(AttemptInFlight flight, AgentResult result, VerifyResult? verified, CancellationToken cancellationToken)
    {
        var proofs = await new AttemptProofs(state, services, checkpoints).OfAsync(flight, verified, cancellationToken);
        return await DecideAsync(flight, result, verified, cancellationToken) with { Proofs = proofs };
    }

    private async Task<AttemptOutcome> DecideAsync(AttemptInFlight flight, AgentResult result, VerifyResult? verified, CancellationToken cancellationToken)
    {
        var (step, attempt, definition) = (flight.Step, flight.Attempt, flight.Definition);
        var status = Status(result);
        var error = result.Error;
        attempt.VerifyExitCode = verified?.ExitCode;
        if (status == AttemptStatus.Succeeded)
        {
            (status, error) = await JudgeAsync(flight, result, verified, cancellationToken);
        }

        step.Verified = verified is null ? null : verified.Fault is null;
        var flag = status != AttemptStatus.Succeeded ? null
            : await new TestFirst(state, services).FlagAsync(flight, async visit => (await ChangesAsync(visit, cancellationToken)).Files, cancellationToken);
        var now = services.Time.GetUtcNow();
        Record(attempt, result, error);
        attempt.Warnings = flag is null ? attempt.Warnings : [.. attempt.Warnings, flag];
        var earlier = state.AttemptsOf(step).Skip(step.EarlierAttempts).ToList();
        attempt.IsRateLimited = status == AttemptStatus.Failed && AttemptFollowUp.IsNamedRateLimit(definition.Retry, error, earlier.Count(a => a.IsRateLimited));
        attempt.End(status, now);
        state.Run.CostUsd = RunCost.Of(state);
        List<RunEvent> events =
        [
            StepEvents.OfAttempt(
                step,
                attempt,
                $"{AttemptStatus.Running} -> {status}",
                Sentence(step, attempt, error),
                error?.Message,
                status == AttemptStatus.Succeeded ? EventLevel.Info : EventLevel.Warning,
                Data(attempt)),
        ];
        if (flag is not null)
        {
            events.Add(StepEvents.OfAttempt(step, attempt, null, $"{StepResolver.NameOf(step)}: {flag}", flag, EventLevel.Warning, new Dictionary<string, object?>(StringComparer.Ordinal) { ["check"] = "test_first" }));
        }

        var followUp = AttemptFollowUp.Of(definition.Retry, earlier, now, Random.Shared.NextDouble());
        // What is judged is what is kept, not what is there a moment later.
        var taken = followUp.Status is StepStatus.Completed or StepStatus.Failed ? await checkpoints.KeepAsync(step, attempt, Summary(step, attempt, error), cancellationToken) : null;
        if (followUp.Status == StepStatus.Completed && await AskedAsync(flight, events, taken!, cancellationToken) is { } asked)
        {
            return asked;
        }

        Follow(step, attempt, followUp, error, now, events);
        var type = followUp.Status == StepStatus.Completed ? CheckpointType.Progress : status == AttemptStatus.Interrupted ? CheckpointType.Recovery : CheckpointType.Error;
        return new AttemptOutcome(events, taken is null ? [] : [checkpoints.Take(type, step, attempt, taken)], []);
    }

    /// <summary>The agent says that it succeeded: what it was to leave must be there, and hold.</summary>
    private async Task<(AttemptStatus Status, AgentError? Error)> JudgeAsync(AttemptInFlight flight, AgentResult result, VerifyResult? verified, CancellationToken cancellationToken)
    {
        var definition = flight.Definition;
        var (outputs, fault) = await OutputCollector.CollectAsync(state.Run, definition, flight.Attempt, result, flight.Request.WorkingDirectory, cancellationToken);
        if (fault is not null)
        {
            return (AttemptStatus.Failed, new AgentError("missing_output", fault, Retryable: true));
        }

        if (definition.ExpectChanges && (await ChangesAsync(flight.Step, cancellationToken)).Files == 0)
        {
            return (AttemptStatus.Failed, new AgentError("no_changes", "the workspace is as it was before, and the step expects changes", Retryable: true));
        }

        if (verified?.Fault is { } unproved)
        {
            return verified.Stopped && stopping
                ? (AttemptStatus.Cancelled, new AgentError("stopped", "verify was stopped with the run", Retryable: false))
                : (AttemptStatus.Failed, new AgentError(AttemptFollowUp.NotVerified, unproved, Retryable: definition.Iterate?.Until != IterateUntil.Verify));
        }

        if (definition.Iterate?.Until == IterateUntil.DoneWhen && result.Structured?.GetValueOrDefault("done") is not true)
        {
            var remaining = result.Structured?.GetValueOrDefault("remaining") as string;
            return (AttemptStatus.Failed, new AgentError(AttemptFollowUp.NotDone, $"not done yet: {remaining ?? definition.DoneWhen}", Retryable: false));
        }

        flight.Step.Outputs = outputs;
        return (AttemptStatus.Succeeded, result.Error);
    }

    private static void Follow(StepRun step, Attempt attempt, AttemptFollowUp followUp, AgentError? error, DateTimeOffset now, List<RunEvent> events)
    {
        if (followUp.Status == StepStatus.Running)
        {
            return;
        }

        var from = step.Status;
        if (followUp.Status == StepStatus.Blocked)
        {
            var at = followUp.At!.Value.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
            var why = followUp.Cause == BlockCause.RateLimit
                ? $"{StepResolver.NameOf(step)} waits until {at}, when the rate limit of {attempt.Agent} ends"
                : $"{StepResolver.NameOf(step)} is tried again at {at}";
            step.Block(followUp.Cause!.Value, why, followUp.At, now);
            events.Add(StepEvents.OfStep(step, from, $"Step {why}", why, EventLevel.Warning, attempt));
            return;
        }

        step.MoveTo(followUp.Status, error?.Message, now);
        events.Add(StepEvents.OfStep(
            step,
            from,
            $"Step {StepResolver.NameOf(step)} {followUp.Status.ToString().ToLowerInvariant()}",
            error?.Message,
            followUp.Status == StepStatus.Failed ? EventLevel.Error : EventLevel.Info,
            attempt));
    }

    /// <summary>The end of a step whose changes need a person; null: it needs nobody, and where the trust model said so that is written down.</summary>
    private async Task<AttemptOutcome?> AskedAsync(AttemptInFlight flight, List<RunEvent> events, TakenFiles taken, CancellationToken cancellationToken)
    {
        var (step, definition) = (flight.Step, flight.Definition);
        if (definition.ChangeApproval == ChangeApproval.Always)
        {
            return await AskAsync(flight, events, taken, review: null, cancellationToken);
        }

        var review = await new TrustGate(state, services.Trust).AfterAsync(definition, step, checkpoints, taken, text => flight.Secrecy.Mask(OfRun().Mask(text)), cancellationToken);
        if (review is { Asks: true })
        {
            return await AskAsync(flight, events, taken, review, cancellationToken);
        }

        if (review is not null)
        {
            step.PassedAs = review.Decision.Level;
            events.Add(StepEvents.OfPass(step, flight.Attempt, review));
        }

        return null;
    }

    /// <summary>The work is done and a person is to see it before the step counts as completed.</summary>
    private async Task<AttemptOutcome> AskAsync(AttemptInFlight flight, List<RunEvent> events, TakenFiles taken, TrustReview? review, CancellationToken cancellationToken)
    {
        var (step, attempt) = (flight.Step, flight.Attempt);
        var changes = await ChangesAsync(step, cancellationToken);
        var question = $"{StepResolver.NameOf(step)} changed {changes.Files} {(changes.Files == 1 ? "file" : "files")} (+{changes.Added} -{changes.Removed}){(review is { Earlier: > 0 and var more } ? $"; {more} more {(more == 1 ? "file that nobody has" : "files that nobody has")} let pass yet {(more == 1 ? "is" : "are")} there as well" : "")}. Keep the changes?{(review is null ? "" : $"\n{review.Details}")}";
        var now = services.Time.GetUtcNow();
        var approval = Asked.Of(state, step, new ApprovalDefinition { Question = question }, question, isForChanges: true, now, review);
        var why = $"the changes of {StepResolver.NameOf(step)} wait for {(review is { Escalates: true } ? "an administrator" : "a person")}{(review is null ? "" : $": {review.Why}")}";
        step.Block(BlockCause.Approval, why, until: null, now);
        events.Add(StepEvents.OfWait(step, StepStatus.Running, approval, why, attempt));
        return new AttemptOutcome(events, [checkpoints.Take(CheckpointType.Progress, step, attempt, taken)], [approval]);
    }

    /// <summary>The secrets of the whole run: a file may bear the value that an earlier attempt had.</summary>
    private AttemptSecrecy OfRun() => AttemptSecrecy.Of([.. state.Attempts.SelectMany(a => a.SecretNames).Distinct(StringComparer.Ordinal)], services.Secrets);

    /// <summary>What the Changes page will show of the step: since the last checkpoint before it.</summary>
    private Task<Workspaces.ChangeSummary> ChangesAsync(StepRun step, CancellationToken cancellationToken) =>
        services.Workspaces.SummarizeChangesAsync(state.WorkspaceOf(step)!.Path, checkpoints.CommitBefore(step), cancellationToken);

    private AttemptStatus Status(AgentResult result) => result.Outcome switch
    {
        // A stop came before the process took its place: the start was called off, which is what was asked for.
        AgentOutcome.Failed when stopping && result.Error?.Code is "start_failed" => AttemptStatus.Cancelled,
        AgentOutcome.Succeeded => AttemptStatus.Succeeded,
        AgentOutcome.Failed => AttemptStatus.Failed,
        AgentOutcome.TimedOut => AttemptStatus.TimedOut,
        // Stopped though nobody asked us: a shutdown of the machine reached the supervisor before it reached the server.
        AgentOutcome.Stopped => stopping ? AttemptStatus.Cancelled : AttemptStatus.Interrupted,
        AgentOutcome.Interrupted => AttemptStatus.Interrupted,
    };

    private static void Record(Attempt attempt, AgentResult result, AgentError? error)
    {
        attempt.ExitCode = result.ExitCode;
        attempt.FinalText = result.FinalText is { Length: > FinalTextCap } text ? text[..FinalTextCap] : result.FinalText;
        attempt.SessionId = result.SessionId ?? attempt.SessionId;
        attempt.Model = result.Model ?? attempt.Model;
        attempt.Usage = result.Usage;
        attempt.Error = error;
        attempt.ToolCalls = result.ToolCalls;
        attempt.PermissionDenials = result.PermissionDenials;
        attempt.Warnings = result.Warnings;
    }

    private static string Summary(StepRun step, Attempt attempt, AgentError? error) => error is not null
        ? $"{StepResolver.NameOf(step)} failed: {error.Message}"
        // An agent that was asked for a summary wrote it for people; its last line may be the object that carries it.
        : step.Outputs.GetValueOrDefault("summary") is string { Length: > 0 } said ? FirstLine(said)
        : attempt.FinalText is { Length: > 0 } text ? FirstLine(text) : $"{StepResolver.NameOf(step)} completed";

    private static string FirstLine(string text)
    {
        var line = text.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        line = end < 0 ? line : line[..end];
        return line.Length > 200 ? $"{line[..200]}..." : line.ToString();
    }

    private static string Sentence(StepRun step, Attempt attempt, AgentError? error)
    {
        var word = attempt.Status switch
        {
            AttemptStatus.Succeeded => attempt.CachedAt is null ? "succeeded" : "succeeded with the answer that was given before",
            AttemptStatus.Failed => "failed",
            AttemptStatus.TimedOut => "ran into its timeout",
            AttemptStatus.Cancelled => "was cancelled",
            AttemptStatus.Interrupted => "was interrupted",
            AttemptStatus.Running => "runs",
        };
        return $"Attempt {attempt.Number} of {StepResolver.NameOf(step)} {word}{(error is null ? "" : $": {error.Message}")}";
    }

    private static Dictionary<string, object?> Data(Attempt attempt) => new(StringComparer.Ordinal)
    {
        ["exitCode"] = (long?)attempt.ExitCode,
        ["errorCode"] = attempt.Error?.Code,
        ["costUsd"] = (double?)attempt.Usage?.CostUsd,
        ["inputTokens"] = attempt.Usage?.InputTokens,
        ["outputTokens"] = attempt.Usage?.OutputTokens,
    };
}
