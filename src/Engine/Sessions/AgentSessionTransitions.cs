using Signalbox.Engine.StateMachines;

namespace Signalbox.Engine.Sessions;

/// <summary>The legal moves of an agent's session (spec 4, 3.2; design/domain.md).</summary>
public static class AgentSessionTransitions
{
    /// <summary>The table.</summary>
    public static TransitionTable<AgentSessionStatus> Table { get; } = new("AgentSession", AgentSessionStatus.Initializing,
    [
        new(AgentSessionStatus.Initializing, AgentSessionStatus.Active, "agent began"),
        new(AgentSessionStatus.Initializing, AgentSessionStatus.Failed, "could not begin"),
        new(AgentSessionStatus.Active, AgentSessionStatus.Paused, "run paused"),
        new(AgentSessionStatus.Active, AgentSessionStatus.Blocked, "run waits"),
        new(AgentSessionStatus.Active, AgentSessionStatus.Completed, "run completed"),
        new(AgentSessionStatus.Active, AgentSessionStatus.Failed, "run failed or cancelled"),
        new(AgentSessionStatus.Paused, AgentSessionStatus.Resumed, "run goes on"),
        new(AgentSessionStatus.Paused, AgentSessionStatus.Expired, "run ended while paused"),
        new(AgentSessionStatus.Resumed, AgentSessionStatus.Active, "agent works again"),
        new(AgentSessionStatus.Resumed, AgentSessionStatus.Completed, "run completed"),
        new(AgentSessionStatus.Resumed, AgentSessionStatus.Failed, "run failed or cancelled"),
        new(AgentSessionStatus.Blocked, AgentSessionStatus.Active, "what it waited for came"),
        new(AgentSessionStatus.Blocked, AgentSessionStatus.Failed, "run failed or cancelled"),
    ]);

    /// <summary>The moves that lead from one status to another, each legal; empty when it is there, null when no way leads there.</summary>
    public static IReadOnlyList<AgentSessionStatus>? Way(AgentSessionStatus from, AgentSessionStatus to)
    {
        var ways = new Dictionary<AgentSessionStatus, IReadOnlyList<AgentSessionStatus>> { [from] = [] };
        var next = new Queue<AgentSessionStatus>([from]);
        while (!ways.ContainsKey(to) && next.TryDequeue(out var at))
        {
            foreach (var move in Table.Transitions.Where(t => t.From == at && ways.TryAdd(t.To, [.. ways[at], t.To])))
            {
                next.Enqueue(move.To);
            }
        }

        return ways.GetValueOrDefault(to);
    }
}
