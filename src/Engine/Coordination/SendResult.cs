using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Coordination;

/// <summary>What sending met: the message, or all that is wrong with it.</summary>
public sealed record SendResult(Message? Message, IReadOnlyList<InputFault> Invalid);
