using Signalbox.Engine.Transfer;

namespace Signalbox.Persistence.Transfer;

/// <summary>What came of an import.</summary>
/// <param name="Manifest">What was imported.</param>
/// <param name="Ended">Runs that were under way and were ended.</param>
/// <param name="Kept">What was there before, by its new name.</param>
/// <param name="Notes">What a person may still have to do, a sentence each.</param>
public sealed record DataImportResult(TransferManifest Manifest, int Ended, IReadOnlyList<string> Kept, IReadOnlyList<string> Notes);
