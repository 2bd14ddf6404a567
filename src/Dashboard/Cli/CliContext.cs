using Signalbox.Dashboard.Hosting;

namespace Signalbox.Dashboard.Cli;

/// <summary>The world as a command sees it; a test hands in its own.</summary>
internal sealed record CliContext
{
    /// <summary>What was asked for.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Faults, hints and progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>An environment variable; null when it is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    public required string WorkingDirectory { get; init; }

    /// <summary>Standard input as bytes, for a protocol.</summary>
    public Func<Stream> Input { get; init; } = Console.OpenStandardInput;

    /// <summary>Standard output as bytes, for a protocol.</summary>
    public Func<Stream> RawOutput { get; init; } = Console.OpenStandardOutput;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>A person looks at a terminal: colours and columns that fit; plain lines elsewhere.</summary>
    public bool Interactive { get; init; }

    /// <summary>Configuration given as arguments, <c>--Section:Key=value</c>.</summary>
    public IReadOnlyList<string> ConfigurationArguments { get; init; } = [];

    /// <summary>How long a command waits for a holder of the data directory that does not listen, or not yet.</summary>
    public TimeSpan HolderLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Changes how the servers of this process are built, for tests.</summary>
    public Func<ServerSettings, ServerSettings> AdjustServer { get; init; } = settings => settings;

    /// <summary>The process's own.</summary>
    public static CliContext OfProcess() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        Environment = System.Environment.GetEnvironmentVariable,
        WorkingDirectory = Directory.GetCurrentDirectory(),
        Interactive = !Console.IsOutputRedirected && string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable("NO_COLOR")),
    };
}
