namespace Signalbox.Engine.Files;

/// <summary>What came of opening a file of others: the stream, which the caller disposes, or why not.</summary>
/// <param name="File">Open for reading; null when it may not be read.</param>
/// <param name="Fault">One sentence; null when it was opened.</param>
/// <param name="Missing">There is no such file.</param>
public sealed record UntrustedFileResult(FileStream? File, string? Fault, bool Missing);
