namespace Signalbox.Dashboard.Components.Shared;

/// <summary>A piece of a line.</summary>
/// <param name="Text">The text.</param>
/// <param name="Class">Class that colours it; null leaves it plain.</param>
public sealed record YamlPiece(string Text, string? Class);
