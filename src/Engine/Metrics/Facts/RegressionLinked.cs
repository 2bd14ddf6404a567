using System.Text.Json.Serialization;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Metrics.Facts;

/// <summary>The fact's run was found to be the cause of a regression.</summary>
public sealed record RegressionLinked : FactDetail
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override FactKind Kind => FactKind.RegressionLinked;

    public required RegressionSource Source { get; init; }

    /// <summary>The run that showed it, or that fixes it.</summary>
    public required RunId ShownBy { get; init; }

    /// <summary>Its key.</summary>
    public required string ShownByKey { get; init; }

    /// <summary>Who linked them; <c>signalbox</c> for what it found itself.</summary>
    public required string By { get; init; }

    /// <summary>Why, in words; null when nothing was said.</summary>
    public string? Comment { get; init; }
}
