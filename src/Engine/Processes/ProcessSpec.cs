using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Processes;

/// <summary>What a durable child process is to run.</summary>
public sealed record ProcessSpec
{
    public required AttemptId AttemptId { get; init; }

    /// <summary>
    /// Absolute folder of the attempt (0700), created when missing. Holds <c>stdout.log</c>, <c>stderr.log</c> (0600) and
    /// <c>process/</c> with the supervisor's own files.
    /// </summary>
    public required string Directory { get; init; }

    /// <summary>Program and arguments; the program is an absolute path or found on the PATH of <see cref="Environment"/>.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>The whole environment of the agent: nothing of the server's own is added.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>File read as standard input; null reads from nothing.</summary>
    public string? StandardInputFile { get; init; }

    /// <summary>Longest run time; kept by the supervisor, also while no server runs.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Time between the terminate signal and the kill. Default 5 s.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes either output file may reach. Default 2 GiB.</summary>
    public long MaxOutputBytes { get; init; } = 2L * 1024 * 1024 * 1024;
}
