namespace Signalbox.Engine.Processes;

/// <summary>
/// Durable child processes: they write to files under a supervisor and outlive the server (design/engine.md,
/// "Agent processes outlive the server"). All state is in the attempt's folder, so that any later server can go on.
/// </summary>
public interface IProcessHost
{
    /// <summary>Starts the supervisor; returns once it has the agent running (or has recorded why it could not).</summary>
    Task StartAsync(ProcessSpec spec, CancellationToken cancellationToken);

    /// <summary>
    /// What has become of the process of this folder. When nothing was started it also takes the place of a
    /// supervisor that might still come, so that "never started" stays true.
    /// </summary>
    Task<ProcessState> InspectAsync(string directory, CancellationToken cancellationToken);

    /// <summary>The identity that the supervisor recorded; null before it has.</summary>
    ProcessIdentity? ReadIdentity(string directory);

    /// <summary>Waits for the end, in this server or an earlier one's process. A lost one is swept first.</summary>
    Task<ProcessExit> WaitForExitAsync(string directory, CancellationToken cancellationToken);

    /// <summary>
    /// Stops the tree: terminate, grace, kill until nothing below the supervisor is alive. Completes with the exit when nothing is
    /// alive. Harmless when it has ended already.
    /// </summary>
    Task<ProcessExit> StopAsync(string directory, CancellationToken cancellationToken);
}
