using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Engine.Secrets;

/// <summary>
/// Makes the masker of an attempt again from the names of its secrets, with the values at every place where they ever were. A secret that has none
/// by now is why raw files are sealed as soon as their attempt has ended.
/// </summary>
public sealed class AttemptMasks(ISecretCatalog catalog, IAttemptSecretNames names) : IAttemptMasks
{
    /// <inheritdoc/>
    public async Task<AttemptMask> FindAsync(AttemptId attempt, CancellationToken cancellationToken)
    {
        var values = new List<string>();
        foreach (var name in await names.GetAsync(attempt, cancellationToken))
        {
            var known = catalog.ValuesToMask(name);
            if (known.Count == 0)
            {
                return new AttemptMask(null, catalog.Resolve(name).Fault);
            }

            values.AddRange(known);
        }

        return new AttemptMask(SecretMasker.Create(values), null);
    }
}
