using System.Text;
using Signalbox.Engine.Runs;

namespace Signalbox.Engine.Coordination;

/// <summary>What a worker gets with a claim: all it needs to do the step.</summary>
public sealed record WorkItem
{
    /// <summary>The claim, with the epoch that every later word of the worker names.</summary>
    public required StepClaim Claim { get; init; }

    /// <summary>Key of the run.</summary>
    public required string RunKey { get; init; }

    /// <summary>Number of the attempt, from 1.</summary>
    public required int AttemptNumber { get; init; }

    /// <summary>The rendered prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>Environment that the step declares, and who it works for.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Absolute folder of the run's workspace, for a worker of the same machine.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>When the claim ends by itself.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Bytes that the attempt's log has of its output: an earlier worker may have written some.</summary>
    public required long StdoutBytes { get; init; }

    /// <summary>Bytes that it has of its error output.</summary>
    public required long StderrBytes { get; init; }

    /// <summary>Messages that were waiting for the worker.</summary>
    public IReadOnlyList<Message> Messages { get; init; } = [];

    // Prompt and environment may hold secrets.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Claim = ").Append(Claim.AttemptId).Append(", Epoch = ").Append(Claim.Epoch);
        return true;
    }
}
