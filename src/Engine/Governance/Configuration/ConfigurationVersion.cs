using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>A configuration that was applied (spec 2: "Configuration versions must be immutable once applied").</summary>
public sealed class ConfigurationVersion
{
    public required ConfigurationVersionId Id { get; init; }

    /// <summary>The how manieth it is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Its semantic version; none is applied twice.</summary>
    public required string Version { get; init; }

    /// <summary>The document as it was written.</summary>
    public required string Text { get; init; }

    /// <summary>Of the text in UTF-8, in lower case.</summary>
    public required string Sha256 { get; init; }

    /// <summary>What changed since the one before, as <c>diff -u</c> writes it.</summary>
    public required string Diff { get; init; }

    /// <summary>Who applied it.</summary>
    public required string AppliedBy { get; init; }

    public required DateTimeOffset AppliedAt { get; init; }

    /// <summary>The version whose document this is again; null for a document of its own.</summary>
    public string? RolledBackFrom { get; init; }
}
