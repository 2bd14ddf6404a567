namespace Signalbox.Dashboard.Api.Models;

/// <summary>Links a run as the cause of what the run of the address shows or fixes.</summary>
/// <param name="CausedBy">Id, unique prefix or key of the cause.</param>
/// <param name="Comment">Why; null: nothing is said.</param>
public sealed record RegressionBody(string? CausedBy, string? Comment);
