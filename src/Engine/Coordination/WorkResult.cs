using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Coordination;

/// <summary>What a word of a worker met. Of claim, not found, refused and invalid one is set.</summary>
public sealed record WorkResult
{
    /// <summary>The claim as it is now.</summary>
    public StepClaim? Claim { get; init; }

    /// <summary>Bytes of the log that was appended to; null for another word.</summary>
    public long? LogBytes { get; init; }

    /// <summary>The step was never offered, in one sentence.</summary>
    public string? NotFound { get; init; }

    /// <summary>The lease is not the one that the step has, in one sentence: whoever has it stops and claims anew.</summary>
    public string? Refused { get; init; }

    /// <summary>All that is wrong with what was said.</summary>
    public IReadOnlyList<InputFault>? Invalid { get; init; }
}
