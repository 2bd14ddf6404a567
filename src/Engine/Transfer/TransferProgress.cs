namespace Signalbox.Engine.Transfer;

/// <summary>How far a part of an export or import is.</summary>
/// <param name="Part">What: a table's name, <c>files</c>, <c>bundles</c>.</param>
/// <param name="Done">Rows or files done.</param>
/// <param name="Total">Of how many; null when not known.</param>
/// <param name="IsEnd">The part is done.</param>
public sealed record TransferProgress(string Part, long Done, long? Total, bool IsEnd = false);
