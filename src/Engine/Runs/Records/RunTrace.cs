using System.Diagnostics;
using System.Globalization;

namespace Signalbox.Engine.Runs.Records;

/// <summary>
/// The trace of a run for OpenTelemetry: run, step, attempt, made from the rows when the run has ended, so that a server that was restarted in
/// between leaves no hole in it. The trace id is the one that every event and log line of the run carries.
/// </summary>
public static class RunTrace
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "Signalbox";

    private static readonly ActivitySource Source = new(SourceName);

    internal static void Record(RunState state)
    {
        var run = state.Run;
        if (!Source.HasListeners() || run.EndedAt is not { } ended)
        {
            return;
        }

        var parent = new ActivityContext(ActivityTraceId.CreateFromString(run.TraceId), ActivitySpanId.CreateFromString(run.TraceId.AsSpan(0, 16)), ActivityTraceFlags.Recorded, isRemote: true);
        using var whole = Begin($"run {run.Workflow}", parent, run.StartedAt ?? run.CreatedAt);
        whole?.SetTag("signalbox.run.id", run.Id.Value).SetTag("signalbox.run.key", run.Key).SetTag("signalbox.workflow", run.Workflow).SetTag("signalbox.status", run.Status.ToString());
        foreach (var step in state.Steps.Where(s => s.StartedAt is not null))
        {
            using var part = Begin($"step {step.StepId}", whole?.Context ?? parent, step.StartedAt!.Value);
            part?.SetTag("signalbox.run.id", run.Id.Value).SetTag("signalbox.step.id", step.StepId).SetTag("signalbox.visit", step.Visit).SetTag("signalbox.status", step.Status.ToString());
            foreach (var attempt in state.AttemptsOf(step))
            {
                using var one = Begin($"attempt {attempt.Number.ToString(CultureInfo.InvariantCulture)}", part?.Context ?? parent, attempt.StartedAt);
                one?.SetTag("signalbox.run.id", run.Id.Value).SetTag("signalbox.step.id", step.StepId).SetTag("signalbox.attempt", attempt.Number)
                    .SetTag("signalbox.agent", attempt.Agent).SetTag("signalbox.outcome", attempt.Status.ToString()).SetTag("signalbox.exit_code", attempt.ExitCode);
                End(one, attempt.EndedAt ?? ended, attempt.Status == AttemptStatus.Succeeded ? null : attempt.Error?.Message ?? attempt.Status.ToString());
            }

            End(part, step.EndedAt ?? ended, step.Status == StepStatus.Failed ? step.StatusReason : null);
        }

        End(whole, ended, run.Status == RunStatus.Completed ? null : run.StatusReason);
    }

    private static Activity? Begin(string name, ActivityContext parent, DateTimeOffset at) => Source.StartActivity(ActivityKind.Internal, parent, startTime: at, name: name);

    private static void End(Activity? activity, DateTimeOffset at, string? fault)
    {
        if (activity is not null)
        {
            activity.SetStatus(fault is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error, fault);
            activity.SetEndTime(at.UtcDateTime);
            activity.Stop();
        }
    }
}
