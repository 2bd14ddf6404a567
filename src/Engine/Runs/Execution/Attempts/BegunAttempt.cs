using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>An attempt that was made for a step run.</summary>
internal sealed record BegunAttempt(StepDefinition Definition, StepRun Step, PreparedAttempt Prepared);
