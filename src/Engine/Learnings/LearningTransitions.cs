using Signalbox.Engine.StateMachines;

namespace Signalbox.Engine.Learnings;

/// <summary>The legal moves of a learning (design/agents.md).</summary>
public static class LearningTransitions
{
    /// <summary>The table.</summary>
    public static TransitionTable<LearningStatus> Table { get; } = new("Learning", LearningStatus.Proposed,
    [
        new(LearningStatus.Proposed, LearningStatus.Accepted, "accepted by a person"),
        new(LearningStatus.Proposed, LearningStatus.Rejected, "rejected by a person"),
        new(LearningStatus.Accepted, LearningStatus.Rejected, "taken back by a person"),
        new(LearningStatus.Rejected, LearningStatus.Accepted, "accepted after all"),
    ]);
}
