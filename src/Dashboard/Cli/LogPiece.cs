namespace Signalbox.Dashboard.Cli;

/// <summary>Text of a line that will not change any more.</summary>
/// <param name="Text">Without a line end.</param>
/// <param name="EndsLine">The line ends after it.</param>
internal readonly record struct LogPiece(string Text, bool EndsLine);
