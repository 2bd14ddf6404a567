using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/steps/{tk}/..</c>: what a worker says of the step that it holds. With an old epoch: 409.</summary>
internal static class WorkEndpoints
{
    // A worker's own kinds; the others are the engine's to make.
    private static readonly CheckpointType[] CheckpointTypes = [CheckpointType.Plan, CheckpointType.Replan, CheckpointType.Progress, CheckpointType.Decision, CheckpointType.Error];

    public static void MapWork(this IEndpointRouteBuilder api)
    {
        var steps = api.MapGroup("/steps/{tk}").WithTags("workers");
        Say(steps.MapPost("/progress", ProgressAsync), "Says how far the worker is");
        Say(steps.MapPost("/log", LogAsync), "Appends lines to the attempt's log");
        Say(steps.MapPost("/checkpoint", CheckpointAsync), "Makes a checkpoint with the files as they are now");
        Say(steps.MapPost("/complete", CompleteAsync), "The step is done");
        Say(steps.MapPost("/fail", FailAsync), "The step failed");
        Say(steps.MapPost("/release", ReleaseAsync), "Gives the step back to the pool");
        Say(steps.MapPost("/assign", AssignAsync), "Says which worker alone may claim a step that waits");
    }

    private static void Say(RouteHandlerBuilder endpoint, string summary) =>
        endpoint.WithSummary(summary).Produces<StepClaimModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static Task<IResult> ProgressAsync(string tk, ProgressBody body, WorkPool pool, CancellationToken cancellationToken) =>
        SayAsync(tk, body.Agent, body.Epoch, (step, lease) => pool.ProgressAsync(step, lease, body.Percent, body.Message, cancellationToken));

    private static async Task<IResult> LogAsync(string tk, WorkLogBody body, WorkPool pool, CancellationToken cancellationToken)
    {
        LogStream? stream = body.Stream?.ToLowerInvariant() switch
        {
            null or "stdout" => LogStream.Stdout,
            "stderr" => LogStream.Stderr,
            _ => null,
        };
        return stream is null ? QueryFaults.Problem([QueryFaults.Fault("stream", body.Stream, "stdout or stderr")])
            : body.Lines is not { Count: > 0 } lines ? QueryFaults.Problem([QueryFaults.Fault("lines", null, "at least one line")])
            : body.After < 0 ? QueryFaults.Problem([QueryFaults.Fault("after", body.After.Value.ToString(CultureInfo.InvariantCulture), "a number from 0 on")])
            : await SayAsync(tk, body.Agent, body.Epoch, (step, lease) => pool.LogAsync(step, lease, stream.Value, string.Concat(lines.Select(l => l + "\n")), body.After, cancellationToken));
    }

    private static async Task<IResult> CheckpointAsync(string tk, WorkCheckpointBody body, WorkPool pool, CancellationToken cancellationToken)
    {
        var type = CheckpointTypes.Where(t => t.ToString().Equals(body.Type ?? nameof(CheckpointType.Progress), StringComparison.OrdinalIgnoreCase)).Select(t => (CheckpointType?)t).FirstOrDefault();
        return type is null
            ? QueryFaults.Problem([QueryFaults.Fault("type", body.Type, string.Join(", ", CheckpointTypes.Select(t => t.ToString().ToLowerInvariant())))])
            : await SayAsync(tk, body.Agent, body.Epoch, (step, lease) => pool.CheckpointAsync(step, lease, type.Value, body.Summary ?? "", cancellationToken));
    }

    private static async Task<IResult> CompleteAsync(string tk, CompleteBody body, WorkPool pool, CancellationToken cancellationToken)
    {
        var (outputs, unread) = NamedValues.Read("outputs", body.Outputs, null);
        List<FieldError> faults = [.. unread.Select(f => new FieldError(f.Field, f.Found, f.Allowed, f.Message)), .. Faults(body)];
        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        var result = new AgentResult
        {
            Outcome = AgentOutcome.Succeeded,
            FinalText = body.Text,
            Structured = body.Outputs is null ? Ending(body.Text) : outputs,
            ExitCode = body.ExitCode,
            SessionId = body.SessionId,
            Model = body.Model,
            Usage = UsageOf(body),
        };
        return await SayAsync(tk, body.Agent, body.Epoch, (step, lease) => pool.EndAsync(step, lease, result, cancellationToken));
    }

    private static async Task<IResult> FailAsync(string tk, FailBody body, WorkPool pool, CancellationToken cancellationToken)
    {
        List<FieldError> faults = [.. string.IsNullOrWhiteSpace(body.Message) ? [QueryFaults.Fault("message", body.Message, "why it failed, in one sentence")] : Array.Empty<FieldError>(), .. Faults(body)];
        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        var code = AgentRules.IsSlug(body.Code) ? body.Code! : body.RetryAt is null ? "agent_error" : "rate_limit";
        var result = new AgentResult
        {
            Outcome = AgentOutcome.Failed,
            FinalText = body.Text,
            ExitCode = body.ExitCode,
            SessionId = body.SessionId,
            Model = body.Model,
            Usage = UsageOf(body),
            Error = new AgentError(code, body.Message!, body.Retryable, body.RetryAt?.ToUniversalTime()),
        };
        return await SayAsync(tk, body.Agent, body.Epoch, (step, lease) => pool.EndAsync(step, lease, result, cancellationToken));
    }

    private static IEnumerable<FieldError> Faults(WorkEndBody body) =>
        ((IReadOnlyList<(string Field, decimal? Value)>)
        [
            ("inputTokens", body.InputTokens), ("outputTokens", body.OutputTokens), ("cacheReadTokens", body.CacheReadTokens), ("cacheCreationTokens", body.CacheCreationTokens),
            ("costUsd", body.CostUsd), ("premiumRequests", body.PremiumRequests), ("turns", body.Turns), ("durationMs", body.DurationMs),
        ]).Where(f => f.Value < 0).Select(f => QueryFaults.Fault(f.Field, f.Value!.Value.ToString(CultureInfo.InvariantCulture), "a number from 0 on"));

    private static AgentUsage? UsageOf(WorkEndBody body)
    {
        var usage = new AgentUsage
        {
            InputTokens = body.InputTokens,
            OutputTokens = body.OutputTokens,
            CacheReadTokens = body.CacheReadTokens,
            CacheCreationTokens = body.CacheCreationTokens,
            CostUsd = body.CostUsd,
            PremiumRequests = body.PremiumRequests,
            Turns = body.Turns,
            DurationMs = body.DurationMs,
        };
        return usage == new AgentUsage() ? null : usage;
    }

    private static Task<IResult> ReleaseAsync(string tk, ReleaseBody body, WorkPool pool, CancellationToken cancellationToken) =>
        SayAsync(tk, body.Agent, body.Epoch, (step, lease) => pool.ReleaseAsync(step, lease, body.Reason, cancellationToken));

    private static async Task<IResult> AssignAsync(string tk, AssignBody body, HttpContext context, WorkPool pool, CancellationToken cancellationToken) =>
        EntityId.TryParse<StepRunId>(tk, out var step) ? Answer(await pool.AssignAsync(step, body.Agent, Caller.NameOf(context.User), cancellationToken)) : NotFound(tk);

    private static async Task<IResult> SayAsync(string tk, string? agent, long epoch, Func<StepRunId, Lease, Task<WorkResult>> say) =>
        !EntityId.TryParse<StepRunId>(tk, out var step) ? NotFound(tk)
        : string.IsNullOrWhiteSpace(agent) ? QueryFaults.Problem([QueryFaults.Fault("agent", agent, "the id of the worker that holds the step")])
        : Answer(await say(step, new Lease(agent, epoch)));

    private static IResult Answer(WorkResult result) => result switch
    {
        { Claim: { } claim } => TypedResults.Ok(WorkShapes.Of(claim) with { LogBytes = result.LogBytes }),
        { Invalid: { } invalid } => QueryFaults.Problem([.. invalid.Select(f => new FieldError(f.Field, f.Found, f.Allowed, f.Message))]),
        { NotFound: { } missing } => Problems.NotFound(Sentences.Of(missing)),
        _ => Problems.Conflict(Sentences.Of(result.Refused ?? "it was refused")),
    };

    private static ProblemHttpResult NotFound(string tk) => Problems.NotFound($"There is no step '{tk}': the answer to the claim names it.");

    /// <summary>The JSON object on the last line of a text, as agents end with one.</summary>
    private static IReadOnlyDictionary<string, object?>? Ending(string? text)
    {
        var line = (text ?? "").AsSpan().Trim();
        line = line[(line.LastIndexOf('\n') + 1)..];
        if (!line.StartsWith("{"))
        {
            return null;
        }

        try
        {
            return PlainValue.FromJson(line.ToString()) as IReadOnlyDictionary<string, object?>;
        }
        catch (JsonException)
        {
            return null; // it only looked like one
        }
    }
}
