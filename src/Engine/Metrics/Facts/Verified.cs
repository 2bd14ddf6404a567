using System.Text.Json.Serialization;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Metrics.Facts;

/// <summary>A <c>verify</c> gave its answer.</summary>
public sealed record Verified : FactDetail
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override FactKind Kind => FactKind.Verified;

    public required AttemptId Attempt { get; init; }

    /// <summary>SHA-256 of the command, hex: the same command is the same proof.</summary>
    public required string Verify { get; init; }

    /// <summary>Commit that it judged; null when the files were no commit's, because the run had changed some.</summary>
    public string? Commit { get; init; }

    /// <summary>git's name of the files that it judged, whether they were a commit's or not; null when nobody could look.</summary>
    public string? Tree { get; init; }

    /// <summary>It ran before the agent began.</summary>
    public bool IsBefore { get; init; }

    /// <summary>Whether it passed.</summary>
    public required bool Passed { get; init; }
}
