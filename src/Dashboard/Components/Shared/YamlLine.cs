namespace Signalbox.Dashboard.Components.Shared;

/// <summary>A line of YAML.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Pieces">Its text in coloured pieces.</param>
public sealed record YamlLine(int Number, IReadOnlyList<YamlPiece> Pieces);

/// <summary>A piece of a line.</summary>
/// <param name="Text">The text.</param>
/// <param name="Class">Class that colours it; null leaves it plain.</param>
public sealed record YamlPiece(string Text, string? Class);
