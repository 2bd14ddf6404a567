using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Import.Building;
using Signalbox.Engine.Workflows.Import.Output;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Orchestrators;

/// <summary>
/// Limits with their inheritance: a step's stand above its workflow's, those above the orchestrator's, those above the defaults of 12
/// iterations, 3,600 s a run, 900 s a step and 2 retries.
/// </summary>
internal sealed class OrchestratorLimits
{
    private const int MostAttempts = 6;

    private readonly ImportContext context;
    private readonly long stepTimeout;
    private readonly long mostStepTimeout;
    private readonly long runTimeout;
    private readonly long retries;
    private readonly YamlNode? iterationsNode;

    private OrchestratorLimits(ImportContext context, Values own, OrchestratorLimits? outer)
    {
        this.context = context;
        Iterations = own.Iterations?.Value ?? outer?.Iterations ?? 12;
        iterationsNode = own.Iterations?.Node ?? outer?.iterationsNode;
        runTimeout = own.Run ?? outer?.runTimeout ?? 3600;
        stepTimeout = own.Step ?? outer?.stepTimeout ?? 900;
        mostStepTimeout = own.MostStep ?? outer?.mostStepTimeout ?? StepSection.MaxTimeoutSeconds;
        retries = own.Retries ?? outer?.retries ?? 2;
    }

    /// <summary>Steps that a run may do altogether.</summary>
    public long Iterations { get; }

    /// <summary>The limits of the whole file.</summary>
    public static OrchestratorLimits OfFile(ImportSection file) => Read(file.Take("workflow_orchestration"), "'workflow_orchestration'", file.Context, null);

    /// <summary>The limits of a workflow or a step, above these.</summary>
    public OrchestratorLimits Above(ImportSection section) => Read(section.Take("limits"), $"the limits of {section.Owner}", section.Context, this);

    /// <summary>What a workflow writes of them.</summary>
    public void Write(WorkflowBuilder builder)
    {
        builder.Root.Set("limits", new OutputMap { IsFlow = true }.Set("max_duration_minutes", (runTimeout + 59) / 60));
        builder.Root.Set("defaults", new OutputMap().Set("timeout_seconds", Timeout()).Set("retry", Retry()));
    }

    /// <summary>What a step writes that its workflow does not say already.</summary>
    public void Write(OutputMap step, OrchestratorLimits workflow)
    {
        step.Set("timeout_seconds", Timeout() == workflow.Timeout() ? null : Timeout());
        step.Set("retry", Attempts() == workflow.Attempts() ? null : Retry());
    }

    /// <summary>Says that a loop is bounded another way here.</summary>
    public void SayIterations(YamlNode workflow) =>
        context.Warn(iterationsNode ?? workflow, $"{Iterations} iterations of a whole run become at most {Iterations} visits of each step that a loop can come back to.");

    private long Timeout() => Math.Clamp(Math.Min(stepTimeout, mostStepTimeout), StepSection.MinTimeoutSeconds, StepSection.MaxTimeoutSeconds);

    private long Attempts() => Math.Min(retries + 1, MostAttempts);

    private OutputMap Retry() => new OutputMap { IsFlow = true }.Set("max_attempts", Attempts());

    private static OrchestratorLimits Read(YamlNode? node, string owner, ImportContext context, OrchestratorLimits? outer)
    {
        if (node is null || ImportSection.Open(node, owner, context) is not { } section)
        {
            return new OrchestratorLimits(context, new Values(null, null, null, null, null), outer);
        }

        var step = section.Integer(1, int.MaxValue, "default_step_timeout_seconds", "step_timeout_seconds", "timeout_seconds");
        var most = section.Integer(0, 100, "max_retries", "default_max_retries", "max_step_retries");
        var limits = new OrchestratorLimits(
            context,
            new Values(
                section.Integer(1, 10_000, "max_total_iterations"),
                section.Integer(1, int.MaxValue, "default_run_timeout_seconds", "run_timeout_seconds")?.Value,
                step?.Value,
                section.Integer(1, int.MaxValue, "max_step_timeout_seconds")?.Value,
                most?.Value),
            outer);
        if (step is not null && step.Value.Value != limits.Timeout())
        {
            context.Warn(step.Value.Node, $"{step.Value.Value} s for a step become {limits.Timeout()} s, the most that is allowed.");
        }

        if (most is not null && most.Value.Value + 1 != limits.Attempts())
        {
            context.Warn(most.Value.Node, $"{most.Value.Value} retries become {MostAttempts - 1}, the most that is allowed.");
        }

        foreach (var rest in section.Node.Entries.Where(e => section.TryTake(e.Key.Text)))
        {
            context.Warn(rest.Key, $"{Wording.Quote(rest.Key.Text)} of {owner} is no limit here and is not used.");
        }

        return limits;
    }

    private sealed record Values((long Value, YamlNode Node)? Iterations, long? Run, long? Step, long? MostStep, long? Retries);
}
