namespace Signalbox.Engine.Agents;

/// <summary>
/// The log store refused what this server wanted to write: another one holds the run by now. The process is left running, as when this
/// server detaches; whoever holds the run goes on with it.
/// </summary>
public sealed class AttemptTakenOverException(string message) : OperationCanceledException(message);
