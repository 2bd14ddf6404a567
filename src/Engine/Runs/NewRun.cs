using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;

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
    Func<Run, IReadOnlyList<RunEvent>> CreateEvents)
{
    /// <summary>Id that the request brings (see <see cref="StartRunRequest.Id"/>): where there is such a run it is the one, and nothing is written. Null: a new one.</summary>
    public RunId? GivenId { get; init; }
}
