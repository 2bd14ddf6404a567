namespace Signalbox.Engine.Runs;

/// <summary>What a claim met.</summary>
/// <param name="State">The state as claimed; null when there is nothing to claim or no place free.</param>
/// <param name="Instead">Pending runs that come before this one and may begin now: each needs a job.</param>
public sealed record RunClaim(RunState? State, IReadOnlyList<RunWakeUp> Instead)
{
    /// <summary>The node that lives and has the run's files, where that is another: it is the one to work on it.</summary>
    public string? Home { get; init; }
}
