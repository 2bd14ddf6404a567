using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Trust;

/// <summary>One immutable version of the trust model of a repository, or of every repository that has none of its own (spec 4 TrustModel).</summary>
public sealed class TrustModelVersion
{
    /// <summary><see cref="Scope"/> of what every repository has.</summary>
    public const string Global = "global";

    public required TrustModelId Id { get; init; }

    /// <summary>Id of the repository, or <see cref="Global"/>.</summary>
    public required string Scope { get; init; }

    /// <summary>Counts the versions of a scope from 1; the highest is the one in use.</summary>
    public required int Number { get; init; }

    /// <summary>The document as it was written; empty: from this version on the scope has no model.</summary>
    public required string Text { get; init; }

    /// <summary>SHA-256 of the text's UTF-8 bytes, hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Name of the file that it came from.</summary>
    public required string File { get; init; }

    /// <summary>Who brought it in.</summary>
    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it takes the scope's model away.</summary>
    public bool IsRemoval => Text.Length == 0;

    /// <summary>The scope of a repository, or of all.</summary>
    public static string ScopeOf(RepositoryId? repository) => repository?.Value ?? Global;
}
