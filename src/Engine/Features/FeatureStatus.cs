namespace Signalbox.Engine.Features;

/// <summary>Where a feature stands (spec 4, 3.1).</summary>
public enum FeatureStatus
{
    /// <summary>It is being described; starting its tasks moves it on.</summary>
    Planning = 0,

    /// <summary>Its tasks are at work; the last of them moves it on.</summary>
    InProgress = 1,

    /// <summary>All tasks are done; a person moves it on.</summary>
    Review = 2,

    /// <summary>A person accepted it. Final.</summary>
    Completed = 3,

    /// <summary>A task failed, or a person stopped it; a person, or the task that goes on, moves it on.</summary>
    Blocked = 4,
}
