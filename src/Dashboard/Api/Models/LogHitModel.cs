namespace Signalbox.Dashboard.Api.Models;

/// <summary>A line of a log that matches.</summary>
/// <param name="Line">Number from 1.</param>
/// <param name="Matches">Matches in it.</param>
/// <param name="Text">The line without escape sequences; at most 2,000 characters of it, around the first match.</param>
/// <param name="TextStart">Character of the line with which the text begins, from 0.</param>
/// <param name="TextCut">The line goes on behind the text.</param>
/// <param name="Ranges">Where the first 100 matches are in the whole line without escape sequences: pairs of start and length.</param>
public sealed record LogHitModel(long Line, int Matches, string Text, int TextStart, bool TextCut, IReadOnlyList<IReadOnlyList<int>> Ranges);
