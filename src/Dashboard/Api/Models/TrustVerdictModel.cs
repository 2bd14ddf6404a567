namespace Signalbox.Dashboard.Api.Models;

/// <summary>What a trust model says of one file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Level"><c>low</c>, <c>medium</c> or <c>high</c>.</param>
/// <param name="MatchedBy">What decided.</param>
/// <param name="Reason">Why, in the author's words; null: nothing is written.</param>
/// <param name="Line">Line of what decided in the model; null: the default.</param>
public sealed record TrustVerdictModel(string Path, string Level, string MatchedBy, string? Reason, int? Line);
