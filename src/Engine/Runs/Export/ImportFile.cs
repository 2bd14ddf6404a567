namespace Signalbox.Engine.Runs.Export;

/// <summary>A file of a run that is to be imported.</summary>
/// <param name="Name">Path relative to the task's folder, with forward slashes.</param>
/// <param name="Length">Bytes when it was looked at.</param>
public sealed record ImportFile(string Name, long Length);
