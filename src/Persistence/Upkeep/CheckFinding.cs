namespace Signalbox.Persistence.Upkeep;

/// <summary>Something that is not as it should be.</summary>
/// <param name="About">What it is about: <c>database</c>, a run's key, a folder.</param>
/// <param name="Found">What was found, in words.</param>
/// <param name="Advice">What to do.</param>
public sealed record CheckFinding(string About, string Found, string Advice);
