namespace Signalbox.Engine.Coordination;

/// <summary>A message as one recipient has it.</summary>
public sealed record InboxEntry(Message Message, MessageStatus Status);
