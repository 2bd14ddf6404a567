using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Logs.Masking;

/// <summary>Knows what has to be masked in the raw files of attempts that are not sealed.</summary>
public interface IAttemptMasks
{
    /// <summary>The masker of an attempt, or why there is none; an unknown attempt has no secrets.</summary>
    Task<AttemptMask> FindAsync(AttemptId attempt, CancellationToken cancellationToken);
}
