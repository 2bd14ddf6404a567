namespace Signalbox.Engine.Logs.Search;

/// <summary>Some of the lines that match, and how many there are in all. Everything in it is of one state of a log that may grow.</summary>
/// <param name="Lines">Lines that match, exactly.</param>
/// <param name="Matches">Matches in them, exactly.</param>
/// <param name="Index">Which of the matching lines the first hit is, from 1; 0 without hits.</param>
/// <param name="Hits">The lines asked for, in order.</param>
/// <param name="SearchedLines">The lines up to this one were looked at: all that were stored, with the unfinished last one as it stands.</param>
/// <param name="Complete">The log has ended: no more lines will match.</param>
public sealed record LogSearchPage(long Lines, long Matches, long Index, IReadOnlyList<LogHit> Hits, long SearchedLines, bool Complete);
