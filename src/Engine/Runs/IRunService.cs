using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>What people and programs may do with runs; the only door to a change of state.</summary>
public interface IRunService
{
    /// <summary>Validates, snapshots the workflow, writes the run and queues its job (spec 5 start).</summary>
    Task<StartRunResult> StartAsync(StartRunRequest request, CancellationToken cancellationToken);

    /// <summary>Cancels a run; it says Cancelled once nothing of it is alive.</summary>
    Task<CancelOutcome> CancelAsync(RunId run, string actor, CancellationToken cancellationToken);

    /// <summary>Lets nothing new begin; the run is Paused once what is under way has ended.</summary>
    Task<RunResult> PauseAsync(RunId run, string actor, CancellationToken cancellationToken);

    /// <summary>Makes exactly one decision of a paused or queued run, then pauses it (spec 5 execute-next).</summary>
    Task<RunResult> ExecuteNextAsync(RunId run, string actor, CancellationToken cancellationToken);

    /// <summary>
    /// Goes on with a paused run, or takes a failed or cancelled one up again: from where it stopped, from a step on, or from one of its checkpoints, whose files
    /// the workspace gets back after its present ones were kept (spec 5 resume).
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="from">A step id or a checkpoint id; null: where it stopped.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Gives up; nothing is half done.</param>
    Task<RunResult> ResumeAsync(RunId run, string? from, string actor, CancellationToken cancellationToken);

    /// <summary>Runs one step of a failed or cancelled run again, as a new visit where it had completed; with <paramref name="downstream"/> also what depends on it.</summary>
    Task<RunResult> RerunAsync(RunId run, string stepId, bool downstream, string actor, CancellationToken cancellationToken);

    /// <summary>Starts a new run of the same version at a checkpoint: its completed steps and its files.</summary>
    Task<StartRunResult> ForkAsync(ForkRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Adds steps to a run that has not ended. They are written as in a workflow, may need steps that are there, and begin as soon as those let them.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="steps">YAML or JSON with <c>steps</c>.</param>
    /// <param name="actor">Who adds them.</param>
    /// <param name="cancellationToken">Gives up; nothing is half done.</param>
    Task<AddStepsResult> AddStepsAsync(RunId run, string steps, string actor, CancellationToken cancellationToken);

    /// <summary>Keeps a run from retention, or no longer.</summary>
    Task<RunResult> PinAsync(RunId run, bool pinned, string actor, CancellationToken cancellationToken);

    /// <summary>Answers an approval.</summary>
    Task<DecideResult> DecideAsync(DecideRequest request, CancellationToken cancellationToken);
}
