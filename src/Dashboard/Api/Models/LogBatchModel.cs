namespace Signalbox.Dashboard.Api.Models;

/// <summary>Consecutive lines of a log.</summary>
/// <param name="FirstLine">Number of the first.</param>
/// <param name="Lines">The lines.</param>
/// <param name="Complete">The log has ended and these lines reach its end.</param>
public sealed record LogBatchModel(long FirstLine, IReadOnlyList<LogLineModel> Lines, bool Complete);
