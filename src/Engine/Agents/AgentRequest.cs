using System.Text;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Agents;

/// <summary>What one attempt asks of an agent.</summary>
public sealed record AgentRequest
{
    public required RunId RunId { get; init; }

    /// <summary>Epoch under which the caller holds the run; log rows carry it.</summary>
    public required long Epoch { get; init; }

    public required AttemptId AttemptId { get; init; }

    /// <summary>Key of the run that people say, such as <c>DOC-123</c>; given to the agent as <c>SIGNALBOX_RUN_KEY</c>. Null: not given.</summary>
    public string? RunKey { get; init; }

    /// <summary>Id of the step in its workflow; given to the agent as <c>SIGNALBOX_STEP</c>. Null: not given.</summary>
    public string? StepId { get; init; }

    /// <summary>Number of the attempt from 1; given to the agent as <c>SIGNALBOX_ATTEMPT_NUMBER</c>. Null: not given.</summary>
    public int? AttemptNumber { get; init; }

    /// <summary>Absolute folder of the attempt: <c>prompt.md</c>, <c>stdout.log</c>, <c>stderr.log</c>, <c>outputs/</c>, <c>process/</c>.</summary>
    public required string Directory { get; init; }

    /// <summary>Absolute folder the agent works in: the run's workspace.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Rendered prompt of an agent's step; null for a shell step.</summary>
    public string? Prompt { get; init; }

    /// <summary>Script of a shell step; null for an agent's step.</summary>
    public string? Script { get; init; }

    /// <summary>Interpreter and its arguments for a shell step.</summary>
    public IReadOnlyList<string> Shell { get; init; } = ["/bin/sh", "-e"];

    /// <summary>Model; null leaves it to the agent.</summary>
    public string? Model { get; init; }

    /// <summary>Options of the agent as plain values.</summary>
    public IReadOnlyDictionary<string, object?> Options { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>The only tools that the agent may use, and the MCP servers that it gets; null: its own choice. An agent that cannot keep to it refuses the attempt.</summary>
    public AgentTools? Tools { get; init; }

    /// <summary>
    /// Session of the attempt before this one that the agent goes on with, where it can (design/agents.md, "resume"); null: it begins a new one.
    /// An agent that cannot resume begins a new one and needs nothing else: the prompt is always whole.
    /// </summary>
    public string? ResumeSession { get; init; }

    /// <summary>
    /// What the attempts before this one used in <see cref="ResumeSession"/>, as far as it is known: an agent whose stream gives the sum of a
    /// session reports the difference. Null: unknown, or no session is resumed.
    /// </summary>
    public AgentUsage? ResumeUsage { get; init; }

    /// <summary>Environment that the step declares, rendered.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Values of the secrets that the attempt was given, by which everything it writes is masked.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    public required TimeSpan Timeout { get; init; }

    /// <summary>True: the attempt was begun by an earlier server; nothing is started again.</summary>
    public bool Reattach { get; init; }

    // Prompt, script, options and environment may all hold secrets.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("AttemptId = ").Append(AttemptId).Append(", Secrets = ").Append(Secrets.Count);
        return true;
    }
}
