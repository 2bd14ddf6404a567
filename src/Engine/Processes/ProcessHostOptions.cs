namespace Signalbox.Engine.Processes;

/// <summary>Where durable processes find their supervisor.</summary>
public sealed class ProcessHostOptions
{
    /// <summary>Absolute path of the data directory; the supervisor is copied below it. Required.</summary>
    public required string DataDirectory { get; set; }

    /// <summary>
    /// Folder with <c>signalbox-supervisor.dll</c> and its <c>.runtimeconfig.json</c>. Default: <c>supervisor</c> beside the program.
    /// </summary>
    public string SupervisorSource { get; set; } = Path.Combine(AppContext.BaseDirectory, "supervisor");

    /// <summary>Longest wait for a supervisor to have the agent running. Default 30 s, range 1 s to 10 min.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
