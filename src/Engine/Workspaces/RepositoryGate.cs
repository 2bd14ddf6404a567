using System.Collections.Concurrent;

namespace Signalbox.Engine.Workspaces;

/// <summary>
/// One change at a time to the list of worktrees of a repository: any git that reads the list while another adds to it fails on the half-made
/// entry ("failed to read .../commondir").
/// </summary>
internal sealed class RepositoryGate
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new(StringComparer.Ordinal);

    /// <summary>Waits for its turn; disposing the result lets the next one in.</summary>
    /// <param name="repository">A name of the repository: <see cref="GitFolder.Key"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<IDisposable> EnterAsync(string repository, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd(repository, static _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken);
        return new Turn(gate);
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
