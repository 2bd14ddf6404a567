using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>What came of applying a configuration.</summary>
public sealed record ConfigurationApplied
{
    /// <summary>The version in force now; null when nothing was applied.</summary>
    public ConfigurationVersion? Version { get; init; }

    /// <summary>It was in force already, and nothing was written.</summary>
    public bool WasApplied { get; init; }

    /// <summary>Keys that count only after a restart.</summary>
    public IReadOnlyList<string> RestartNeeded { get; init; } = [];

    /// <summary>Everything found in the document, warnings too.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; init; } = [];

    /// <summary>Why it is not applied though it is valid; null: that is not so.</summary>
    public string? Refused { get; init; }

    /// <summary>That there is no such version; null: there is.</summary>
    public string? NotFound { get; init; }
}
