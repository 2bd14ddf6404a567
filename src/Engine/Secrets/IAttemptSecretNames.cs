using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Secrets;

/// <summary>Knows which secrets an attempt was given.</summary>
public interface IAttemptSecretNames
{
    /// <summary>Their names; none for an unknown attempt.</summary>
    Task<IReadOnlyList<string>> GetAsync(AttemptId attempt, CancellationToken cancellationToken);
}
