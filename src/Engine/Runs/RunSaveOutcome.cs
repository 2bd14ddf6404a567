using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

/// <summary>What a save did.</summary>
/// <param name="Saved">False when the epoch is another by now: nothing was written.</param>
/// <param name="Events">The events as stored.</param>
public sealed record RunSaveOutcome(bool Saved, IReadOnlyList<RunEvent> Events)
{
    /// <summary>
    /// True: the run was woken since the executor looked, or has more steps than the one that ends it knows, so it was not let go; or one of its questions was answered by
    /// somebody else. Nothing was written.
    /// </summary>
    public bool Woken { get; init; }

    /// <summary>True: there is no place for the run, or others come before it, so nothing was written.</summary>
    public bool NoPlace { get; init; }

    /// <summary>Runs that this save gave a reason to be looked at: new children, the parent of a run that ended.</summary>
    public IReadOnlyList<RunWakeUp> WakeUps { get; init; } = [];
}
