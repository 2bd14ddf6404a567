namespace Signalbox.Engine.Library;

/// <summary>A file to write into a repository's Signalbox folder.</summary>
/// <param name="Slug">Its name without the ending.</param>
/// <param name="Text">All of it.</param>
/// <param name="Extension">Ending with its dot.</param>
public sealed record SavedFile(string Slug, string Text, string Extension = ".yaml");
