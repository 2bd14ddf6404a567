namespace Signalbox.Bench.Harness;

/// <summary>What a number means for its budget.</summary>
internal enum Verdict
{
    /// <summary>It has no budget of its own; it explains another.</summary>
    Shown = 0,

    /// <summary>The budget is kept.</summary>
    Met = 1,

    /// <summary>The budget is missed.</summary>
    Missed = 2,

    /// <summary>It could not be measured here; the note says why.</summary>
    NotMeasured = 3,

    /// <summary>What was measured did wrong, so its time counts for nothing; the note says what.</summary>
    Wrong = 4,
}
