namespace Signalbox.Engine.Logs.Search;

/// <summary>Which matching lines of a stream are asked for.</summary>
/// <param name="Pattern">What is looked for.</param>
/// <param name="From">The first lines that match from this one on, from 1.</param>
/// <param name="Before">Instead: the last lines that match before this one; null for <paramref name="From"/>.</param>
/// <param name="Limit">Lines at most, 1 to 1,000.</param>
public sealed record LogSearchRequest(LogPattern Pattern, long From, long? Before, int Limit);
