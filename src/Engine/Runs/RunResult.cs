namespace Signalbox.Engine.Runs;

/// <summary>What came of an order to a run: exactly one of the properties is set.</summary>
public sealed record RunResult
{
    /// <summary>The run as it is now.</summary>
    public Run? Run { get; init; }

    /// <summary>What was not found, as a sentence.</summary>
    public string? NotFound { get; init; }

    /// <summary>What stands against it, as a sentence that says what to do instead.</summary>
    public string? Refused { get; init; }
}
