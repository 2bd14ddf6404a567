using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution;
using Signalbox.Engine.Secrets;

namespace Signalbox.Engine.Coordination;

/// <summary>The secrets that a worker was given with the steps that it holds.</summary>
public sealed class HeldSecrets(IClaimStore claims, IRunQueries runs, ISecretCatalog catalog) : IHeldSecrets
{
    /// <inheritdoc/>
    public async Task<string> MaskAsync(string by, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var claim in await claims.ListHeldAsync(by, cancellationToken))
        {
            if (await runs.FindAttemptAsync(claim.AttemptId, cancellationToken) is { Attempt.SecretNames: { Count: > 0 } names })
            {
                text = AttemptSecrecy.Of(names, catalog).Mask(text);
            }
        }

        return text;
    }
}
