using Signalbox.Engine.StateMachines;

namespace Signalbox.Engine.Features;

/// <summary>The legal moves of a feature (spec 4, 3.1; design/domain.md, State machines).</summary>
public static class FeatureTransitions
{
    /// <summary>The table.</summary>
    public static TransitionTable<FeatureStatus> Table { get; } = new("Feature", FeatureStatus.Planning,
    [
        new(FeatureStatus.Planning, FeatureStatus.InProgress, "tasks started"),
        new(FeatureStatus.Planning, FeatureStatus.Blocked, "stopped by a person"),
        new(FeatureStatus.InProgress, FeatureStatus.Review, "all tasks completed"),
        new(FeatureStatus.InProgress, FeatureStatus.Blocked, "a task failed or a person stopped it"),
        new(FeatureStatus.Review, FeatureStatus.Completed, "accepted by a person"),
        new(FeatureStatus.Review, FeatureStatus.Blocked, "sent back by a person"),
        new(FeatureStatus.Blocked, FeatureStatus.Planning, "planned again"),
        new(FeatureStatus.Blocked, FeatureStatus.InProgress, "tasks go on"),
        new(FeatureStatus.Blocked, FeatureStatus.Review, "reviewed again"),
    ]);
}
