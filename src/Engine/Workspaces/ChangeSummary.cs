namespace Signalbox.Engine.Workspaces;

/// <summary>Size of a change.</summary>
public sealed record ChangeSummary(int Files, int Added, int Removed);
