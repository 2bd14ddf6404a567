namespace Signalbox.Engine.Runs.Export;

/// <summary>
/// What an imported run, step or attempt has become. An import is of the past: what had not ended when it was exported has failed, and says so. Words
/// are read in either case, spec 1's and ours.
/// </summary>
internal static class ImportStatus
{
    private const string Unfinished = "when it was exported";

    /// <summary>Status of a run and why.</summary>
    public static (RunStatus Status, string? Reason) OfRun(ImportDocument metadata)
    {
        var ours = metadata.Ours;
        var reason = ours.Text("status_reason");
        var word = ours.Text("status") ?? metadata.Text("status");
        return Lower(word) switch
        {
            "completed" or "success" or "succeeded" => (RunStatus.Completed, reason),
            "failed" or "error" => (RunStatus.Failed, reason),
            "cancelled" or "canceled" => (RunStatus.Cancelled, reason),
            null => (RunStatus.Failed, "its status was not in the imported files"),
            var other => (RunStatus.Failed, $"was {other} {Unfinished}"),
        };
    }

    /// <summary>Status of a step that has a result, and why.</summary>
    public static (StepStatus Status, string? Reason) OfStep(ImportDocument result)
    {
        var ours = result.Ours;
        var reason = ours.Text("status_reason");
        var word = ours.Text("status") ?? result.Text("status");
        return Lower(word) switch
        {
            "completed" or "success" or "succeeded" => (StepStatus.Completed, reason),
            "failed" or "error" => (StepStatus.Failed, reason),
            "timeout" or "timedout" => (StepStatus.Failed, reason ?? "ran into its timeout"),
            "cancelled" or "canceled" => (StepStatus.Cancelled, reason),
            "skipped" => (StepStatus.Skipped, reason),
            null => (StepStatus.Failed, "its status was not in the imported files"),
            var other => (StepStatus.Failed, $"was {other} {Unfinished}"),
        };
    }

    /// <summary>Outcome of an attempt.</summary>
    public static AttemptStatus OfAttempt(ImportDocument result)
    {
        var word = result.Ours.Text("outcome") ?? result.Text("status");
        return Lower(word) switch
        {
            "completed" or "success" or "succeeded" => AttemptStatus.Succeeded,
            "failed" or "error" => AttemptStatus.Failed,
            "timeout" or "timedout" => AttemptStatus.TimedOut,
            "cancelled" or "canceled" => AttemptStatus.Cancelled,
            _ => AttemptStatus.Interrupted,
        };
    }

    private static string? Lower(string? word) => word?.Trim().Replace("_", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        null or "" => null,
        { Length: > 40 } => "of an unknown status",
        var lower => lower,
    };
}
