namespace Signalbox.Dashboard.Api.Models;

/// <summary>A change of a workspace that was recorded.</summary>
public sealed record WorkspaceChangeModel(DateTimeOffset Time, string From, string To, string Reason, string Actor);
