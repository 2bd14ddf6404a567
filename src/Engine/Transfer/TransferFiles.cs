namespace Signalbox.Engine.Transfer;

/// <summary>The files of an export; the list of them is a file of its own, a line for each.</summary>
/// <param name="Count">Files and links.</param>
/// <param name="Bytes">Their bytes together.</param>
/// <param name="Sha256">Of the list, hex.</param>
public sealed record TransferFiles(long Count, long Bytes, string Sha256);
