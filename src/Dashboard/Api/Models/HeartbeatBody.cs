namespace Signalbox.Dashboard.Api.Models;

/// <summary>A worker says that it is there.</summary>
/// <param name="Leaving">It goes: what it holds goes back to the pool.</param>
public sealed record HeartbeatBody(bool Leaving = false);
