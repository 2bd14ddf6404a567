namespace Signalbox.Engine.Logs.Masking;

/// <summary>Whether the raw files of an attempt hold no secret any more.</summary>
/// <param name="Fault">Null when they do not. Otherwise why they still do, in one sentence; trying again later is safe.</param>
public sealed record SealResult(string? Fault)
{
    /// <summary>The files are sealed.</summary>
    public bool IsSealed => Fault is null;
}
