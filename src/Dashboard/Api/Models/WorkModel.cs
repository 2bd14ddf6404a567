namespace Signalbox.Dashboard.Api.Models;

/// <summary>A step that a worker has claimed, with all that it needs to do it.</summary>
public sealed record WorkModel
{
    /// <summary>Id of the step run, <c>tk_..</c>: part of the addresses of what the worker says.</summary>
    public required string Step { get; init; }

    /// <summary>Epoch of the claim: what the worker says names it.</summary>
    public required long Epoch { get; init; }

    public required string StepId { get; init; }

    public required string Run { get; init; }

    public required string RunKey { get; init; }

    public required string Attempt { get; init; }

    /// <summary>Number of the attempt, from 1.</summary>
    public required int AttemptNumber { get; init; }

    public required string Prompt { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Absolute folder of the run's workspace, for a worker of the same machine.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>When the claim ends by itself.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Bytes that the attempt's log has of its output, which another worker may have begun.</summary>
    public long? StdoutBytes { get; init; }

    /// <summary>Bytes that it has of its error output.</summary>
    public long? StderrBytes { get; init; }

    /// <summary>Messages that were waiting for the worker.</summary>
    public IReadOnlyList<MessageModel> Messages { get; init; } = [];
}
