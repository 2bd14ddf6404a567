using Signalbox.Engine.Events;
using Signalbox.Engine.Sessions;

namespace Signalbox.Engine.Runs.Execution.Sessions;

/// <summary>What one transaction of a run means for the sessions of its agents.</summary>
/// <param name="Sessions">New and changed ones.</param>
/// <param name="Events">What happened to them.</param>
/// <param name="Facts">What their files are to say once this is written.</param>
/// <param name="Undo">Puts back what was, when nothing was written.</param>
internal sealed record FollowedSessions(IReadOnlyList<AgentSession> Sessions, IReadOnlyList<RunEvent> Events, IReadOnlyList<SessionFacts> Facts, Action Undo)
{
    /// <summary>Each move of a session.</summary>
    public required IReadOnlyList<(AgentSession Session, (AgentSessionStatus From, AgentSessionStatus To) Move)> Moves { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}
