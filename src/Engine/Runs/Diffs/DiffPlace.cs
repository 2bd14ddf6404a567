namespace Signalbox.Engine.Runs.Diffs;

/// <summary>A state of a workspace.</summary>
/// <param name="Commit">Its commit; null: the workspace as it is.</param>
/// <param name="Words">What a person calls it.</param>
/// <param name="LeftOut">What the commit could not hold, in words.</param>
internal sealed record DiffPlace(string? Commit, string Words, IReadOnlyList<string> LeftOut);
