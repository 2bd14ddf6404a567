using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Processes;

namespace Signalbox.Engine.Runs;

/// <summary>One try at a step run.</summary>
public sealed class Attempt
{
    public required AttemptId Id { get; init; }

    public required StepRunId StepRunId { get; init; }

    public required RunId RunId { get; init; }

    /// <summary>Number within the step run, from 1.</summary>
    public required int Number { get; init; }

    public required string Agent { get; init; }

    /// <summary>Worker that holds or did it; null where the agent is no pool of workers, or none has claimed it.</summary>
    public string? Worker { get; set; }

    public string? Model { get; set; }

    /// <summary>Absolute folder of the attempt.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// Node on which its process runs, or that watches its worker (ADR 8); null where one server has the database to itself. A worker's attempt moves with its run
    /// as long as its files are in reach.
    /// </summary>
    public string? Node { get; set; }

    /// <summary>SHA-256 of the rendered prompt or script, hex.</summary>
    public required string PromptHash { get; init; }

    public AttemptStatus Status { get; private set; } = AttemptStatus.Running;

    /// <summary>The process, once its supervisor has said who it is.</summary>
    public ProcessIdentity? Process { get; set; }

    public string? SessionId { get; set; }

    public int? ExitCode { get; set; }

    /// <summary>The agent's last word, at most 64 KiB.</summary>
    public string? FinalText { get; set; }

    public AgentError? Error { get; set; }

    public AgentUsage? Usage { get; set; }

    public IReadOnlyList<ToolCall> ToolCalls { get; set; } = [];

    public IReadOnlyList<string> PermissionDenials { get; set; } = [];

    public IReadOnlyList<string> Warnings { get; set; } = [];

    /// <summary>Names of the secrets it was given, by which its files are masked.</summary>
    public IReadOnlyList<string> SecretNames { get; init; } = [];

    /// <summary>True: it ran into a rate limit that named its end, and counts neither as a try nor against first-pass success.</summary>
    public bool IsRateLimited { get; set; }

    /// <summary>When the answer was first given, where it came from the response cache; null: the agent gave it now.</summary>
    public DateTimeOffset? CachedAt { get; set; }

    /// <summary>Exit code of <c>verify</c>; null when it has not run.</summary>
    public int? VerifyExitCode { get; set; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Ends the attempt.</summary>
    /// <exception cref="StateMachines.IllegalTransitionException">It has ended already.</exception>
    public void End(AttemptStatus status, DateTimeOffset now)
    {
        RunTransitions.Attempt.Check(Status, status);
        Status = status;
        EndedAt = now > StartedAt ? now : StartedAt;
    }
}
