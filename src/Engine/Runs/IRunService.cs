using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>What people and programs may do with runs; the only door to a change of state.</summary>
public interface IRunService
{
    /// <summary>Validates, snapshots the workflow, writes the run and queues its job.</summary>
    Task<StartRunResult> StartAsync(StartRunRequest request, CancellationToken cancellationToken);

    /// <summary>Cancels a run; it says Cancelled once nothing of it is alive.</summary>
    Task<CancelOutcome> CancelAsync(RunId run, string actor, CancellationToken cancellationToken);
}
