using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Features;

/// <summary>What came of a request about a feature: exactly one of <see cref="Feature"/>, <see cref="NotFound"/>, <see cref="Refused"/> and <see cref="Broken"/> is set.</summary>
public sealed record FeatureResult
{
    /// <summary>The feature as it is now.</summary>
    public Feature? Feature { get; init; }

    /// <summary>What was not found, as a sentence.</summary>
    public string? NotFound { get; init; }

    /// <summary>What stands against it, as a sentence.</summary>
    public string? Refused { get; init; }

    /// <summary>Why the spec cannot be used so: every error, with its line.</summary>
    public IReadOnlyList<Diagnostic>? Broken { get; init; }

    /// <summary>With <see cref="Feature"/>: what the spec does not keep to, and what could not be taken over.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];
}
