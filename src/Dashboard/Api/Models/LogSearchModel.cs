namespace Signalbox.Dashboard.Api.Models;

/// <summary>Some of the lines of a log that match, and how many there are in all; everything of one state of a log that may grow.</summary>
/// <param name="Lines">Lines that match, exactly.</param>
/// <param name="Matches">Matches in them, exactly.</param>
/// <param name="Index">Which of the matching lines the first hit is, from 1; null without hits.</param>
/// <param name="Hits">The lines asked for, in order.</param>
/// <param name="SearchedLines">The log was looked at up to this line.</param>
/// <param name="Complete">The log has ended.</param>
public sealed record LogSearchModel(long Lines, long Matches, long? Index, IReadOnlyList<LogHitModel> Hits, long SearchedLines, bool Complete);
