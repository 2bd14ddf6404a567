using Signalbox.Engine.Audit;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs.Steering;

/// <summary>Writes into the audit log what people and tokens order, right after it was taken; what is refused changed nothing, and is no entry.</summary>
public sealed class AuditedRunService(IRunService inner, IRunQueries queries, AuditLog audit) : IRunService
{
    /// <inheritdoc/>
    public async Task<StartRunResult> StartAsync(StartRunRequest request, CancellationToken cancellationToken)
    {
        var result = await inner.StartAsync(request, cancellationToken);
        if (result.Run is { } run)
        {
            // Inputs are people's own words, and may be long: they are read on the run's page.
            await audit.WriteAsync(AuditActions.RunStart, run.Key, after: new { request.Workflow, request.Repository, Inputs = request.Inputs.Keys, request.Trigger });
        }

        return result;
    }

    /// <inheritdoc/>
    public async Task<CancelOutcome> CancelAsync(RunId run, string actor, CancellationToken cancellationToken)
    {
        var before = await BeforeAsync(run, cancellationToken);
        var outcome = await inner.CancelAsync(run, actor, cancellationToken);
        if (outcome is CancelOutcome.Cancelled or CancelOutcome.Requested)
        {
            await audit.WriteAsync(AuditActions.RunCancel, before?.Key ?? run.Value, Status(before), new { Cancel = outcome });
        }

        return outcome;
    }

    /// <inheritdoc/>
    public Task<RunResult> PauseAsync(RunId run, string actor, CancellationToken cancellationToken) =>
        OrderAsync(AuditActions.RunPause, run, () => inner.PauseAsync(run, actor, cancellationToken), null, cancellationToken);

    /// <inheritdoc/>
    public Task<RunResult> ExecuteNextAsync(RunId run, string actor, CancellationToken cancellationToken) =>
        OrderAsync(AuditActions.RunNext, run, () => inner.ExecuteNextAsync(run, actor, cancellationToken), null, cancellationToken);

    /// <inheritdoc/>
    public Task<RunResult> ResumeAsync(RunId run, string? from, string actor, CancellationToken cancellationToken) =>
        OrderAsync(AuditActions.RunResume, run, () => inner.ResumeAsync(run, from, actor, cancellationToken), from, cancellationToken);

    /// <inheritdoc/>
    public Task<RunResult> RerunAsync(RunId run, string stepId, bool downstream, string actor, CancellationToken cancellationToken) =>
        OrderAsync(AuditActions.RunRerun, run, () => inner.RerunAsync(run, stepId, downstream, actor, cancellationToken), downstream ? $"{stepId} and what depends on it" : stepId, cancellationToken);

    /// <inheritdoc/>
    public async Task<StartRunResult> ForkAsync(ForkRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var result = await inner.ForkAsync(request, cancellationToken);
        if (result.Run is { } run)
        {
            await audit.WriteAsync(AuditActions.RunFork, run.Key, after: new { Checkpoint = request.Checkpoint.Value, request.Agent });
        }

        return result;
    }

    /// <inheritdoc/>
    public async Task<AddStepsResult> AddStepsAsync(RunId run, string steps, string actor, CancellationToken cancellationToken)
    {
        var result = await inner.AddStepsAsync(run, steps, actor, cancellationToken);
        if (result.Run is { } changed)
        {
            await audit.WriteAsync(AuditActions.RunAddSteps, changed.Key, after: new { result.Steps });
        }

        return result;
    }

    /// <inheritdoc/>
    public Task<RunResult> PinAsync(RunId run, bool pinned, string actor, CancellationToken cancellationToken) =>
        OrderAsync(AuditActions.RunPin, run, () => inner.PinAsync(run, pinned, actor, cancellationToken), pinned ? "kept" : "no longer kept", cancellationToken);

    /// <inheritdoc/>
    public async Task<DecideResult> DecideAsync(DecideRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var result = await inner.DecideAsync(request, cancellationToken);
        if (result.Approval is { } approval)
        {
            await audit.WriteAsync(
                AuditActions.ApprovalDecide, approval.Id.Value, new { Status = ApprovalStatus.Open, approval.Question }, new { approval.Status, Run = approval.RunId.Value, Step = approval.StepId, request.Comment });
        }

        return result;
    }

    private static object? Status(Run? run) => run is null ? null : new { run.Status };

    private async Task<RunResult> OrderAsync(string action, RunId run, Func<Task<RunResult>> order, string? detail, CancellationToken cancellationToken)
    {
        var before = await BeforeAsync(run, cancellationToken);
        var result = await order();
        if (result.Run is { } after)
        {
            await audit.WriteAsync(action, after.Key, Status(before), new { after.Status, Detail = detail });
        }

        return result;
    }

    // Where nobody stands behind the order, nothing is written, and nothing need be read.
    private async Task<Run?> BeforeAsync(RunId run, CancellationToken cancellationToken) => AuditOrigin.Current is null ? null : (await queries.GetAsync(run, cancellationToken))?.Run;
}
