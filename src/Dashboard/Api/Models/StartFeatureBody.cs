namespace Signalbox.Dashboard.Api.Models;

/// <summary>How its tasks are started.</summary>
/// <param name="Agent">Agent of the tasks; null: the default one.</param>
public sealed record StartFeatureBody(string? Agent = null);
