namespace Signalbox.Dashboard.Api.Models;

/// <summary>A version of a trust model.</summary>
public sealed record TrustVersionModel
{
    public required string Id { get; init; }

    /// <summary>Name of the repository that it is for; null: every one without a model of its own.</summary>
    public string? Repository { get; init; }

    /// <summary>From 1 in its scope; the highest is in use.</summary>
    public required int Number { get; init; }

    /// <summary>True: from this version on the scope has no model.</summary>
    public required bool Removed { get; init; }

    /// <summary>SHA-256 of the document, hex.</summary>
    public required string Sha256 { get; init; }

    public required string File { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The document as it was written; null in lists.</summary>
    public string? Text { get; init; }

    /// <summary>What deserves a look in it; null where it was not read just now.</summary>
    public IReadOnlyList<DiagnosticModel>? Warnings { get; init; }
}
