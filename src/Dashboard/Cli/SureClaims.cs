using Signalbox.Dashboard.Api.Models;

namespace Signalbox.Dashboard.Cli;

/// <summary>
/// Claims steps so that the worker knows of all that it holds. The answer to a claim may be lost after the server gave a step away: what the server says
/// the worker holds, and the worker never heard of, is given back before the next claim.
/// </summary>
/// <param name="client">The worker.</param>
internal sealed class SureClaims(WorkClient client) : IDisposable
{
    // One claim at a time: what another one is just being given would look as if nobody knew of it.
    private readonly SemaphoreSlim _one = new(1, 1);
    private bool _isUnsure;

    /// <summary>The step; null: there is none.</summary>
    /// <param name="waitSeconds">How long the server waits for one.</param>
    /// <param name="known">The steps that the worker knows it holds.</param>
    /// <param name="taken">Called with the step before another claim is made: from then on it is among the known ones.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<WorkModel?> ClaimAsync(int waitSeconds, Func<IReadOnlyList<WorkModel>> known, Action<WorkModel> taken, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_isUnsure)
            {
                await client.ReleaseUnknownAsync(known(), cancellationToken);
            }

            // Until the answer is there. "None" may also mean that a step that was lost takes the only place.
            _isUnsure = true;
            if (await client.ClaimAsync(waitSeconds, cancellationToken) is not { } work)
            {
                return null;
            }

            _isUnsure = false;
            taken(work);
            return work;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
