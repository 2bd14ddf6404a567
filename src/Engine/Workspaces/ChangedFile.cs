namespace Signalbox.Engine.Workspaces;

/// <summary>A file that differs between two commits.</summary>
/// <param name="Path">Relative to the root.</param>
/// <param name="Change"><c>created</c>, <c>modified</c> or <c>deleted</c>.</param>
public sealed record ChangedFile(string Path, string Change);
