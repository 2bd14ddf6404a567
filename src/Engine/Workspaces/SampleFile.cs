namespace Signalbox.Engine.Workspaces;

/// <summary>A file as it stood at a commit of the sample repository.</summary>
/// <param name="Path">Path in the repository.</param>
/// <param name="Lines">How many of its lines were there; null: all.</param>
internal sealed record SampleFile(string Path, int? Lines = null);
