namespace Signalbox.Dashboard.Api.Models;

/// <summary>A change of an agent's status.</summary>
public sealed record AgentChangeModel(long Sequence, DateTimeOffset Time, string From, string To, string Reason, string Actor);
