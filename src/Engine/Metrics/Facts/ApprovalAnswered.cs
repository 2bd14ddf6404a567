using System.Text.Json.Serialization;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Metrics.Facts;

/// <summary>A person, or the deadline, answered an approval.</summary>
public sealed record ApprovalAnswered : FactDetail
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override FactKind Kind => FactKind.ApprovalAnswered;

    public required ApprovalId Approval { get; init; }

    /// <summary>The approval's own word: Approved, Rejected, ChangesRequested, Expired.</summary>
    public required string Status { get; init; }

    /// <summary>How long it was open.</summary>
    public required long WaitMs { get; init; }
}
