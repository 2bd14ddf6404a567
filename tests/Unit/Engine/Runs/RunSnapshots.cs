using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Engine.Runs;

internal static class RunSnapshots
{
    /// <summary>The snapshot with one step in another state.</summary>
    public static RunSnapshot With(this RunSnapshot run, string stepId, StepStatus status, params AttemptStatus[] attempts) => run with
    {
        Steps = run.Steps.ToDictionary(
            s => s.Key,
            s => string.Equals(s.Key, stepId, StringComparison.Ordinal) ? new StepSnapshot(status, attempts) : s.Value,
            StringComparer.Ordinal),
    };
}
