namespace Signalbox.Engine.Agents.Api;

/// <summary>A call that an API agent may not make; the message says why.</summary>
internal sealed class ApiRefusedException(string message) : HttpRequestException(message);
