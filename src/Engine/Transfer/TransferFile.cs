namespace Signalbox.Engine.Transfer;

/// <summary>One file of an export.</summary>
/// <param name="Path">Name within the data directory, with forward slashes.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its content, hex; null for a link.</param>
/// <param name="Link">What it points to, relative to its folder; null for a file.</param>
public sealed record TransferFile(string Path, long Bytes, string? Sha256, string? Link = null);
