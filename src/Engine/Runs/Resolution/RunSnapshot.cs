using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Resolution;

/// <summary>All that the resolver decides from. It reads; it changes nothing.</summary>
/// <param name="Workflow">The definition.</param>
/// <param name="State">The run's rows.</param>
/// <param name="Signals">What came from outside.</param>
/// <param name="Model">What conditions and lists may name, as plain values.</param>
/// <param name="Now">The time.</param>
/// <param name="Stop">How the run is to end as soon as nothing of it is alive, because a person or a limit says so; null while it may go on.</param>
public sealed record RunSnapshot(
    WorkflowDefinition Workflow,
    RunState State,
    RunSignals Signals,
    IReadOnlyDictionary<string, object?> Model,
    DateTimeOffset Now,
    RunEnd? Stop)
{
    private ILookup<StepRunId, Attempt>? _attempts;
    private ILookup<StepRunId, StepRun>? _items;
    private Dictionary<string, StepRun>? _latest;

    /// <summary>What the conditions of a step may name where that depends on the repository it works in; null: it does not.</summary>
    internal Func<string?, IReadOnlyDictionary<string, object?>, IReadOnlyDictionary<string, object?>>? Placed { get; init; }

    /// <summary>What a step's conditions and lists may name.</summary>
    internal IReadOnlyDictionary<string, object?> ModelOf(StepDefinition step) => Placed?.Invoke(step.Repository, Model) ?? Model;

    /// <summary>The newest visit of a step.</summary>
    internal StepRun Latest(string stepId) => (_latest ??= State.Steps
        .Where(s => s.ParentId is null)
        .GroupBy(s => s.StepId, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.MaxBy(s => s.Visit)!, StringComparer.Ordinal))[stepId];

    internal IReadOnlyList<Attempt> AttemptsOf(StepRun step) => [.. (_attempts ??= State.Attempts.ToLookup(a => a.StepRunId))[step.Id].OrderBy(a => a.Number)];

    internal IReadOnlyList<StepRun> ItemsOf(StepRun step) => [.. (_items ??= State.Steps.Where(s => s.ParentId is not null).ToLookup(s => s.ParentId!.Value))[step.Id].OrderBy(s => s.ItemIndex)];

    internal bool InFlight(StepRun step) => step.Status == StepStatus.Running && AttemptsOf(step) is [.., { Status: AttemptStatus.Running }];
}
