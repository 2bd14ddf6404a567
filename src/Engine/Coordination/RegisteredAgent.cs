using Signalbox.Engine.Agents;
using Signalbox.Engine.StateMachines;

namespace Signalbox.Engine.Coordination;

/// <summary>An agent of the registry (spec 2 and 3 Agent; design/domain.md).</summary>
public sealed class RegisteredAgent
{
    /// <summary>Chosen, <c>^[a-z][a-z0-9_-]*$</c>, or <c>ag_</c> and 12 characters.</summary>
    public required string Id { get; init; }

    public required AgentKind Kind { get; init; }

    public required AgentSource Source { get; set; }

    /// <summary>Name for people.</summary>
    public required string Name { get; set; }

    /// <summary>Whose it is, such as <c>anthropic</c>.</summary>
    public required string Provider { get; set; }

    /// <summary>Model; null leaves it to the agent.</summary>
    public string? Model { get; set; }

    /// <summary>What it can do; never empty.</summary>
    public required IReadOnlyList<string> Capabilities { get; set; }

    /// <summary>What it is for; steps and messages may ask for it (<see cref="AgentRoles"/>).</summary>
    public string Role { get; set; } = AgentRoles.Worker;

    /// <summary>Settings of the provider; secrets only as references (<c>env:NAME</c>, <c>file:/path</c>).</summary>
    public IReadOnlyDictionary<string, string> Config { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Steps that it may hold at once; null: no limit of its own.</summary>
    public int? Capacity { get; set; }

    public AgentStatus Status { get; private set; } = AgentStatus.Unregistered;

    /// <summary>Why it has this status and, when it cannot work, what to do.</summary>
    public string StatusReason { get; private set; } = "not looked for yet";

    /// <summary>Absolute path of its program; null when it has none or it was not found.</summary>
    public string? Program { get; set; }

    /// <summary>Version as the program or worker says; null when not known.</summary>
    public string? Version { get; set; }

    /// <summary>When its worker was last heard of; null for an agent that sends none.</summary>
    public DateTimeOffset? LastHeartbeat { get; set; }

    public DateTimeOffset? LastHealthCheck { get; set; }

    /// <summary>What the last check found wrong; null when it found nothing.</summary>
    public string? LastError { get; set; }

    /// <summary>Changes of status so far.</summary>
    public long Changes { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>
    /// Brings the agent to a status, by the shortest legal way there is: what was found again goes through Registering, what is gone ends in Error.
    /// </summary>
    /// <returns>The changes, in order; none when it has that status, which then only gets the reason.</returns>
    /// <exception cref="IllegalTransitionException">There is no legal way.</exception>
    public IReadOnlyList<AgentChange> MoveTo(AgentStatus status, string reason, string actor, DateTimeOffset now)
    {
        List<AgentChange> changes = [];
        foreach (var next in Way(Status, status))
        {
            AgentTransitions.Table.Check(Status, next);
            Changes++;
            changes.Add(new AgentChange { AgentId = Id, Sequence = Changes, Time = now, From = Status, To = next, Reason = reason, Actor = actor });
            Status = next;
        }

        StatusReason = reason;
        return changes;
    }

    private static List<AgentStatus> Way(AgentStatus from, AgentStatus to)
    {
        if (from == to)
        {
            return [];
        }

        var before = new Dictionary<AgentStatus, AgentStatus>();
        var queue = new Queue<AgentStatus>([from]);
        while (queue.TryDequeue(out var at))
        {
            foreach (var next in AgentTransitions.Table.Transitions.Where(t => t.From == at && t.To != from).Select(t => t.To))
            {
                if (before.TryAdd(next, at))
                {
                    queue.Enqueue(next);
                }
            }
        }

        if (!before.ContainsKey(to))
        {
            return [to]; // the table refuses it, by name
        }

        List<AgentStatus> way = [];
        for (var at = to; at != from; at = before[at])
        {
            way.Insert(0, at);
        }

        return way;
    }
}
