using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Sessions;

/// <summary>
/// What an agent does in one role in one run (spec 4, 1.2 and 3.2). It ends with the run; a run that is taken up after its end begins another, which goes on
/// with the memory and the progress of the one before.
/// </summary>
public sealed class AgentSession
{
    public required AgentSessionId Id { get; init; }

    public required RunId RunId { get; init; }

    public required RepositoryId RepositoryId { get; init; }

    /// <summary>Id of the agent; of the worker where one claimed the step.</summary>
    public required string Agent { get; init; }

    /// <summary>Role that it takes: the step's, else the agent's id. Names its <c>.af</c> file.</summary>
    public required string Role { get; init; }

    /// <summary>What the work belongs to: sessions of one feature and role go on with each other's progress.</summary>
    public required string Feature { get; init; }

    public AgentSessionStatus Status { get; private set; } = AgentSessionStatus.Initializing;

    /// <summary>Why, in words; null when nothing is to be said.</summary>
    public string? StatusReason { get; private set; }

    /// <summary>Step that it is at, or was last.</summary>
    public required string CurrentStep { get; set; }

    /// <summary>Tries at the current step, from 1.</summary>
    public int IterationCount { get; set; }

    /// <summary>Tries at the current step that are allowed; null: what the step's own rules allow.</summary>
    public int? MaxIterations { get; set; }

    /// <summary>Tries by step, as plain values.</summary>
    public IReadOnlyDictionary<string, object?> Iterations { get; set; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Tools that the current step allows the agent; empty: the agent's own choice.</summary>
    public IReadOnlyList<string> ToolsAllowed { get; set; } = [];

    /// <summary>MCP servers that the current step gives the agent.</summary>
    public IReadOnlyList<string> McpServers { get; set; } = [];

    /// <summary>Commit from which "modified this session" is measured; null when there was none.</summary>
    public string? BaseCommit { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Whether nothing moves it on any more.</summary>
    public bool HasEnded => Status is AgentSessionStatus.Completed or AgentSessionStatus.Failed or AgentSessionStatus.Expired;

    /// <summary>Moves it.</summary>
    /// <exception cref="StateMachines.IllegalTransitionException">The move is not in the table.</exception>
    public void MoveTo(AgentSessionStatus status, string? reason, DateTimeOffset now)
    {
        AgentSessionTransitions.Table.Check(Status, status);
        Status = status;
        StatusReason = reason;
        EndedAt = HasEnded ? now > CreatedAt ? now : CreatedAt : null;
    }

    /// <summary>Counts one more try at a step, which becomes the current one.</summary>
    public void Iterate(string step, int? limit)
    {
        CurrentStep = step;
        IterationCount = CountOf(step) + 1;
        MaxIterations = limit;
        Iterations = new Dictionary<string, object?>(Iterations, StringComparer.Ordinal) { [step] = (long)IterationCount };
    }

    /// <summary>Takes back the last try at a step: it ended before the agent did anything, or by a rate limit that is waited for.</summary>
    public void TakeBack(string step)
    {
        var count = Math.Max(0, CountOf(step) - 1);
        Iterations = new Dictionary<string, object?>(Iterations, StringComparer.Ordinal) { [step] = (long)count };
        IterationCount = string.Equals(step, CurrentStep, StringComparison.Ordinal) ? count : IterationCount;
    }

    /// <summary>Tries at a step so far.</summary>
    public int CountOf(string step) => Iterations.GetValueOrDefault(step) is long count ? (int)count : 0;

    /// <summary>Whether the current step is this one, or an item of it.</summary>
    public bool IsAt(string stepId) =>
        CurrentStep.StartsWith(stepId, StringComparison.Ordinal) && (CurrentStep.Length == stepId.Length || CurrentStep[stepId.Length] == '[');

    /// <summary>The session as it is now: what is not written can be put back.</summary>
    internal AgentSession Copy() => (AgentSession)MemberwiseClone();
}
