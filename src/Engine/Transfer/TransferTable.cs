namespace Signalbox.Engine.Transfer;

/// <summary>A table of an export: one row a line, rows that others refer to first.</summary>
/// <param name="Name">The table.</param>
/// <param name="Rows">How many.</param>
/// <param name="Sha256">Of its file, hex.</param>
/// <param name="Columns">Its columns.</param>
public sealed record TransferTable(string Name, long Rows, string Sha256, IReadOnlyList<TransferColumn> Columns);
