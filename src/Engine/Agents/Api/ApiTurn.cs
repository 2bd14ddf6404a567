namespace Signalbox.Engine.Agents.Api;

/// <summary>One turn of a conversation.</summary>
/// <param name="IsAnswer">The model said it; otherwise it was asked.</param>
/// <param name="Text">The words.</param>
internal sealed record ApiTurn(bool IsAnswer, string Text);
