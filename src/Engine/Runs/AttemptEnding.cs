using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

/// <summary>Turns an agent's result into the end of an attempt and what it means for the step: exit, stream and outputs must all be right.</summary>
internal sealed class AttemptEnding(RunState state, RunSessionServices services, bool cancelling)
{
    private const int FinalTextCap = 64 * 1024;

    /// <summary>Changes attempt and step, and returns the events that say so.</summary>
    public async Task<IReadOnlyList<RunEvent>> EndAsync(AttemptInFlight flight, AgentResult result, CancellationToken cancellationToken)
    {
        var (step, attempt, definition) = (flight.Step, flight.Attempt, flight.Definition);
        var status = Status(result);
        var error = result.Error;
        if (status == AttemptStatus.Succeeded)
        {
            var (outputs, fault) = await OutputCollector.CollectAsync(state.Run, definition, attempt, result, flight.Request.WorkingDirectory, cancellationToken);
            if (fault is null)
            {
                step.Outputs = outputs;
            }
            else
            {
                status = AttemptStatus.Failed;
                error = new AgentError("missing_output", fault, Retryable: true);
            }
        }

        var now = services.Time.GetUtcNow();
        Record(attempt, result, error);
        attempt.End(status, now);
        var attempts = state.Attempts.Where(a => a.StepRunId == step.Id).OrderBy(a => a.Number).Select(a => a.Status).ToList();
        state.Run.CostUsd = state.Attempts.Sum(a => a.Usage?.CostUsd) is { } cost && state.Attempts.Any(a => a.Usage?.CostUsd is not null) ? cost : null;
        List<RunEvent> events =
        [
            StepEvents.OfAttempt(step, attempt, $"{AttemptStatus.Running} -> {status}", Sentence(step, attempt, error), error?.Message, status == AttemptStatus.Succeeded ? EventLevel.Info : EventLevel.Warning, Data(attempt)),
        ];

        var next = StepResolver.AfterAttempt(definition, attempts, error?.Retryable ?? true);
        if (next != StepStatus.Running)
        {
            step.MoveTo(next, error?.Message, now);
            events.Add(StepEvents.OfStep(step, StepStatus.Running, $"Step {step.StepId} {next.ToString().ToLowerInvariant()}", error?.Message, next == StepStatus.Failed ? EventLevel.Error : EventLevel.Info, attempt));
        }

        return events;
    }

    private AttemptStatus Status(AgentResult result) => result.Outcome switch
    {
        // A cancel came before the process took its place: the start was called off, which is what was asked for.
        AgentOutcome.Failed when cancelling && result.Error?.Code is "start_failed" => AttemptStatus.Cancelled,
        AgentOutcome.Succeeded => AttemptStatus.Succeeded,
        AgentOutcome.Failed => AttemptStatus.Failed,
        AgentOutcome.TimedOut => AttemptStatus.TimedOut,
        // Stopped though nobody asked us: a shutdown of the machine reached the supervisor before it reached the server.
        AgentOutcome.Stopped => cancelling ? AttemptStatus.Cancelled : AttemptStatus.Interrupted,
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

    private static string Sentence(StepRun step, Attempt attempt, AgentError? error)
    {
        var word = attempt.Status switch
        {
            AttemptStatus.Succeeded => "succeeded",
            AttemptStatus.Failed => "failed",
            AttemptStatus.TimedOut => "ran into its timeout",
            AttemptStatus.Cancelled => "was cancelled",
            AttemptStatus.Interrupted => "was interrupted",
            AttemptStatus.Running => "runs",
        };
        return $"Attempt {attempt.Number} of {step.StepId} {word}{(error is null ? "" : $": {error.Message}")}";
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
