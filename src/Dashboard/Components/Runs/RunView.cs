using Signalbox.Dashboard.Components.Shared;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>A run as its page shows it: one read of the state, arranged.</summary>
public sealed record RunView
{
    /// <summary>The state as read.</summary>
    public required RunState State { get; init; }

    /// <summary>Runs before it in the queue; null when it is not Pending.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>Steps so that each comes after what it needs.</summary>
    public required IReadOnlyList<StepView> Steps { get; init; }

    /// <summary>The run.</summary>
    public Run Run => State.Run;

    /// <summary>A stop was asked for and is under way.</summary>
    public bool IsCancelling => Run is { HasEnded: false, CancelRequestedAt: not null };

    /// <summary>A pause was asked for, and something is still under way.</summary>
    public bool IsPausing => Run is { HasEnded: false, PauseRequestedAt: not null, Status: not RunStatus.Paused } && !IsCancelling;

    /// <summary>It ended without having done everything, so it can be taken up again.</summary>
    public bool CanResume => Run.Status is RunStatus.Failed or RunStatus.Cancelled;

    /// <summary>Single steps can be run again; in a graph the path decides.</summary>
    public bool CanRerun => CanResume && Definition is not { Type: WorkflowType.Graph };

    /// <summary>The workflow as it was when the run started; null when this version cannot read it.</summary>
    public WorkflowDefinition? Definition { get; init; }

    /// <summary>Questions that nobody has answered yet.</summary>
    public IEnumerable<Approval> OpenApprovals => State.Approvals.Where(a => a.Status == ApprovalStatus.Open);

    /// <summary>Its status as shown.</summary>
    public StatusLook Look => StatusLook.Of(Run.Status, IsCancelling);

    /// <summary>What it is about: the person's own words, or the workflow.</summary>
    public string Subject => Run.OriginalPrompt?.Split('\n', 2)[0].Trim() is { Length: > 0 } words ? words : Run.Workflow;

    /// <summary>A script or a person costs nothing that could be known or unknown.</summary>
    public bool HasCost => Run.CostUsd is not null || Steps.Any(s => s.Step.Agent is not ("shell" or "person"));

    /// <summary>Agents and models at work, distinct.</summary>
    public string Agents => string.Join(", ", Steps.SelectMany(s => s.Attempts.Count == 0 ? [s.Step.Agent] : s.Attempts.Select(a => a.Model is null ? a.Agent : $"{a.Agent} · {a.Model}")).Distinct(StringComparer.Ordinal));

    /// <summary>Any part of the cost is an estimate.</summary>
    public bool CostEstimated => State.Attempts.Any(a => a.Usage is { CostUsd: not null, CostEstimated: true });

    /// <summary>The run as a person on the page sees it.</summary>
    public static RunView From(RunState state, int? queuePosition, WorkflowDefinition? definition)
    {
        var attempts = state.Attempts.ToLookup(a => a.StepRunId);
        return new RunView
        {
            State = state,
            Definition = definition,
            QueuePosition = queuePosition,
            Steps = [.. Order(state.Steps).Select(s => StepView.From(s, [.. attempts[s.Id].OrderBy(a => a.Number)], state.Steps))],
        };
    }

    /// <summary>The step whose log is worth reading: at work, else failed, else the last that began.</summary>
    public StepView? StepToWatch() =>
        Steps.LastOrDefault(s => s.Step.Status == StepStatus.Running && s.Attempts.Count > 0)
        ?? Steps.FirstOrDefault(s => s.Step.Status == StepStatus.Failed && s.Attempts.Count > 0)
        ?? Steps.LastOrDefault(s => s.Attempts.Count > 0);

    // As written, except that a step moves behind the last one it needs
    private static List<StepRun> Order(IReadOnlyList<StepRun> steps)
    {
        var left = steps.OrderBy(s => s.Position).ThenBy(s => s.Visit).ToList();
        var ordered = new List<StepRun>(left.Count);
        while (left.Count > 0)
        {
            var next = left.FirstOrDefault(s => s.Needs.All(n => !left.Exists(o => o != s && string.Equals(o.StepId, n, StringComparison.Ordinal)))) ?? left[0];
            ordered.Add(next);
            left.Remove(next);
        }

        return ordered;
    }
}
