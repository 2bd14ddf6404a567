namespace Signalbox.Engine.Logs;

/// <summary>How far a stream is stored.</summary>
/// <param name="Offset">Bytes committed: the next chunk begins here.</param>
/// <param name="Lines">Line feeds committed.</param>
/// <param name="Complete">No more will come.</param>
public sealed record LogPosition(long Offset, long Lines, bool Complete);
