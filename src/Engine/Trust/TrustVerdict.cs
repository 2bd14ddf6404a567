namespace Signalbox.Engine.Trust;

/// <summary>What a trust model says of one file, or of the work alone.</summary>
/// <param name="Path">The file; null: the work alone.</param>
/// <param name="Level">Its level.</param>
/// <param name="MatchedBy">What decided: <c>pattern **/auth/**</c>, <c>task_type security</c>, <c>demote_to_low *.env</c>, <c>elevate_to_medium docs/**</c> or <c>default_level</c>.</param>
/// <param name="Reason">Why, in the author's words.</param>
/// <param name="Line">Line of what decided in the model, from 1; null for the default.</param>
public sealed record TrustVerdict(string? Path, TrustLevel Level, string MatchedBy, string? Reason, int? Line);
