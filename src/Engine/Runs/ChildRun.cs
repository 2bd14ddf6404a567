using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>What a parent sees of its child run.</summary>
/// <param name="Id">Id of the child.</param>
/// <param name="Key">Key of the child.</param>
/// <param name="ParentStepRunId">Step run of the parent.</param>
/// <param name="Status">Status of the child.</param>
/// <param name="StatusReason">Why.</param>
/// <param name="CostUsd">Known cost.</param>
public sealed record ChildRun(RunId Id, string Key, StepRunId ParentStepRunId, RunStatus Status, string? StatusReason, decimal? CostUsd);
