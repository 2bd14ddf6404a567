namespace Signalbox.Dashboard.Components.Shared;

/// <summary>A line of YAML.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Pieces">Its text in coloured pieces.</param>
public sealed record YamlLine(int Number, IReadOnlyList<YamlPiece> Pieces);
