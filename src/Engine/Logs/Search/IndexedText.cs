namespace Signalbox.Engine.Logs.Search;

/// <summary>Consecutive lines that are indexed together.</summary>
/// <param name="FirstLine">Number of the first.</param>
/// <param name="Time">When the last one was read.</param>
/// <param name="Text">The lines as people see them, masked and without escape sequences, with line feeds between them.</param>
public sealed record IndexedText(long FirstLine, DateTimeOffset Time, string Text);
