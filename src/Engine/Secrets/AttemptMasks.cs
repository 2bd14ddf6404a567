using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Engine.Secrets;

/// <summary>
/// Makes the masker of an attempt again from the names of its secrets. A secret that has another value by now, or none, is why raw files
/// are sealed as soon as their attempt has ended.
/// </summary>
public sealed class AttemptMasks(ISecretCatalog catalog, IAttemptSecretNames names) : IAttemptMasks
{
    /// <inheritdoc/>
    public async Task<AttemptMask> FindAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        var values = new List<string>();
        foreach (var name in await names.GetAsync(attempt, cancellationToken))
        {
            var secret = catalog.Resolve(name);
            if (secret.Value is null)
            {
                return new AttemptMask(null, secret.Fault);
            }

            values.Add(secret.Value);
        }

        return new AttemptMask(SecretMasker.Create(values), null);
    }
}
