using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Engine.Logs;

/// <summary>A raw output file and the run that may write its chunks.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Epoch">Epoch under which the run is held; with an older one the pump stops.</param>
/// <param name="AttemptId">The attempt.</param>
/// <param name="Stream">Which output it is.</param>
/// <param name="File">Absolute path of the raw file; it may not exist yet.</param>
public sealed record LogSource(RunId RunId, long Epoch, AttemptId AttemptId, LogStream Stream, string File)
{
    /// <summary>Secrets of the step; what is stored is their masked form.</summary>
    public SecretMasker Masker { get; init; } = SecretMasker.None;
}
