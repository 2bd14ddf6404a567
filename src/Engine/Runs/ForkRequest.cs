using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>Asks for a new run at a checkpoint.</summary>
public sealed record ForkRequest
{
    /// <summary>Id of the run to be, as in <see cref="StartRunRequest.Id"/>.</summary>
    public RunId? Id { get; init; }

    /// <summary>The run that the checkpoint must belong to; null: whichever it does.</summary>
    public RunId? Run { get; init; }

    public required CheckpointId Checkpoint { get; init; }

    /// <summary>Agent for every agent's step; null: the workflow's own.</summary>
    public string? Agent { get; init; }

    /// <summary>Key of the new run; null: automatic.</summary>
    public string? Key { get; init; }

    /// <summary>Who asks.</summary>
    public required string Actor { get; init; }
}
