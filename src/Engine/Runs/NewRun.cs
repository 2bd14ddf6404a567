using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

/// <summary>A run to be written with its step runs.</summary>
/// <param name="Create">Makes the run once its key is known.</param>
/// <param name="KeyPrefix">Prefix of an automatic key; the store adds the next number.</param>
/// <param name="ChosenKey">Key chosen by the person; null for an automatic one.</param>
/// <param name="CreateSteps">Makes the step runs of the run.</param>
/// <param name="CreateEvents">Makes the first events.</param>
public sealed record NewRun(
    Func<string, Run> Create,
    string KeyPrefix,
    string? ChosenKey,
    Func<Run, IReadOnlyList<StepRun>> CreateSteps,
    Func<Run, IReadOnlyList<RunEvent>> CreateEvents);
