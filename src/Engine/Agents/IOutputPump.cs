using Signalbox.Engine.Logs;

namespace Signalbox.Engine.Agents;

/// <summary>Stores what an attempt's process writes, from where an earlier server left off.</summary>
public interface IOutputPump
{
    /// <summary>
    /// Stores one stream until the process has ended and every byte is stored; then marks the stream complete. A missing file is an empty stream.
    /// </summary>
    /// <param name="request">The attempt.</param>
    /// <param name="stream">Which stream.</param>
    /// <param name="ended">Completes when no more will be written.</param>
    /// <param name="detach">Ends the pumping; the next server goes on from what is stored.</param>
    Task PumpAsync(AgentRequest request, LogStream stream, Task ended, CancellationToken detach);
}
