namespace Signalbox.Engine.Trust;

/// <summary>What belongs to a level: files by a pattern, work by its type; with both, files of that work.</summary>
/// <param name="Pattern">Pattern of paths (<see cref="TrustGlob"/>); null: any file.</param>
/// <param name="TaskType">Type of the work, in any case of spelling; null: any work.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Exclude">Patterns of paths that it does not hold for.</param>
/// <param name="Line">Its line in the file, from 1.</param>
public sealed record TrustContext(TrustGlob? Pattern, string? TaskType, string? Reason, IReadOnlyList<TrustGlob> Exclude, int Line);
