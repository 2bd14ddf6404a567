namespace Signalbox.Engine.Workspaces;

/// <summary>What came of fetching before a run.</summary>
/// <param name="Commit">The commit at which the run is to begin; null: the repository's HEAD, which has all that the remote has.</param>
/// <param name="Words">What happened, in words.</param>
/// <param name="Fault">Why nothing could be fetched and what to do about it, one sentence; null on success.</param>
public sealed record FetchOutcome(string? Commit, string Words, string? Fault)
{
    /// <summary>The repository's HEAD has commits that the remote does not have, and the run begins without them.</summary>
    public bool IsApart { get; init; }
}
