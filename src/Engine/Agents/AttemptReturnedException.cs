namespace Signalbox.Engine.Agents;

/// <summary>The worker that held the attempt gave it back, or is gone: another may claim it.</summary>
/// <param name="message">Who gave it back, and why.</param>
public sealed class AttemptReturnedException(string message) : Exception(message);
