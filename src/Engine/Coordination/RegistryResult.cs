using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Coordination;

/// <summary>What a change of the registry met. One of the four is set.</summary>
public sealed record RegistryResult
{
    /// <summary>The agent as it is now.</summary>
    public RegisteredAgent? Agent { get; init; }

    /// <summary>All that is wrong with what was asked.</summary>
    public IReadOnlyList<InputFault>? Invalid { get; init; }

    /// <summary>Why not now, in one sentence.</summary>
    public string? Refused { get; init; }

    /// <summary>There is no such agent, in one sentence.</summary>
    public string? NotFound { get; init; }
}
