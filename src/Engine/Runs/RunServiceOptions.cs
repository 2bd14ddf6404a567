namespace Signalbox.Engine.Runs;

/// <summary>Where runs keep their files.</summary>
/// <param name="RunsFolder">Absolute folder, <c>runs</c> in the data directory.</param>
public sealed record RunServiceOptions(string RunsFolder);
