using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>Reads checkpoints; the executor's saves write them.</summary>
public interface ICheckpointStore
{
    /// <summary>Checkpoints of a run, oldest first.</summary>
    Task<IReadOnlyList<Checkpoint>> ListAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>A checkpoint by id; null when there is none.</summary>
    Task<Checkpoint?> GetAsync(CheckpointId id, CancellationToken cancellationToken);
}
