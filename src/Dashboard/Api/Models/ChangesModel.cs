namespace Signalbox.Dashboard.Api.Models;

/// <summary>Size of what a step changed.</summary>
public sealed record ChangesModel(int Files, int Added, int Removed);
