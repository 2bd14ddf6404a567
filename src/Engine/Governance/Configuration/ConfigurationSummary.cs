using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>A configuration that was applied, without its document, which may have megabytes: what a list shows.</summary>
public sealed record ConfigurationSummary
{
    /// <summary>Id.</summary>
    public required ConfigurationVersionId Id { get; init; }

    /// <summary>The how manieth it is.</summary>
    public required int Number { get; init; }

    /// <summary>Its semantic version.</summary>
    public required string Version { get; init; }

    /// <summary>Sum of its document, hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Who applied it.</summary>
    public required string AppliedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AppliedAt { get; init; }

    /// <summary>The version whose document it is again; null: it was applied.</summary>
    public string? RolledBackFrom { get; init; }

    /// <summary>Of a whole one.</summary>
    public static ConfigurationSummary Of(ConfigurationVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return new ConfigurationSummary
        {
            Id = version.Id,
            Number = version.Number,
            Version = version.Version,
            Sha256 = version.Sha256,
            AppliedBy = version.AppliedBy,
            AppliedAt = version.AppliedAt,
            RolledBackFrom = version.RolledBackFrom,
        };
    }
}
