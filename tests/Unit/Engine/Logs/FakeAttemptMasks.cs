using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Unit.Engine.Logs;

/// <summary>Knows one masker, or a fault.</summary>
public sealed class FakeAttemptMasks : IAttemptMasks
{
    public SecretMasker Masker { get; set; } = SecretMasker.None;

    public string? Fault { get; set; }

    /// <summary>How often somebody asked.</summary>
    public int Asked { get; private set; }

    public Task<AttemptMask> FindAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        Asked++;
        return Task.FromResult(Fault is null ? new AttemptMask(Masker, null) : new AttemptMask(null, Fault));
    }
}
