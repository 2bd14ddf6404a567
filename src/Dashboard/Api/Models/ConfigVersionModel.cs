namespace Signalbox.Dashboard.Api.Models;

/// <summary>A configuration that was applied.</summary>
public sealed record ConfigVersionModel
{
    /// <summary>Its semantic version.</summary>
    public required string Version { get; init; }

    /// <summary>The how manieth it is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Of the text, hex.</summary>
    public required string Sha256 { get; init; }

    public required string AppliedBy { get; init; }

    public required DateTimeOffset AppliedAt { get; init; }

    /// <summary>The version whose document this is again; null for a document of its own.</summary>
    public string? RolledBackFrom { get; init; }

    /// <summary>The document; null in a list.</summary>
    public string? Text { get; init; }

    /// <summary>What changed since the one before, as <c>diff -u</c> writes it; null in a list.</summary>
    public string? Diff { get; init; }
}
