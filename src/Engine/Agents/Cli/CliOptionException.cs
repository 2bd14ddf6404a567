namespace Signalbox.Engine.Agents.Cli;

/// <summary>An option of a step cannot be given to its agent; the message says what is allowed.</summary>
internal sealed class CliOptionException(string message) : Exception(message);
