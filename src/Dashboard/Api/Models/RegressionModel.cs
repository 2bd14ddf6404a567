namespace Signalbox.Dashboard.Api.Models;

/// <summary>A run that was found to be the cause of a regression.</summary>
/// <param name="Cause">Key of the cause.</param>
/// <param name="CauseId">Its id.</param>
/// <param name="ShownBy">Key of the run that showed or fixes it.</param>
/// <param name="ShownById">Its id.</param>
/// <param name="Source"><c>Person</c>, <c>Trailer</c> or <c>Rule</c>.</param>
/// <param name="By">Who linked them.</param>
/// <param name="Comment">Why; null: nothing was said.</param>
/// <param name="Time">When.</param>
public sealed record RegressionModel(string Cause, string CauseId, string ShownBy, string ShownById, string Source, string By, string? Comment, DateTimeOffset Time);
