namespace Signalbox.Engine.Runs.Export;

/// <summary>What came of an export.</summary>
/// <param name="Folder">Absolute folder of the exported run, <c>DIR/.ckrv/tasks/KEY</c>; null on failure.</param>
/// <param name="Fault">One clear sentence; null on success.</param>
/// <param name="LeftOut">What the export does not have, a short sentence each.</param>
public sealed record RunExportResult(string? Folder, string? Fault, IReadOnlyList<string> LeftOut);
