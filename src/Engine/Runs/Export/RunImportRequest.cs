namespace Signalbox.Engine.Runs.Export;

/// <summary>Asks for an import.</summary>
/// <param name="Folder">Absolute folder of the task, with <c>metadata.json</c> in it.</param>
/// <param name="Key">Another key than the one in the files; null: that one.</param>
/// <param name="Trigger">How it was asked.</param>
/// <param name="Actor">Who asked.</param>
public sealed record RunImportRequest(string Folder, string? Key, RunTrigger Trigger, string Actor);
