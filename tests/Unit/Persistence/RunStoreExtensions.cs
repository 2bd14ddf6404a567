using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Unit.Persistence;

/// <summary>Claims without limits in the way.</summary>
internal static class RunStoreExtensions
{
    private static readonly RunLimits NoLimits = new(1_000, 1_000);

    public static async Task<RunState?> ClaimAsync(this IRunStore store, RunId id, string node, IReadOnlyCollection<string> liveNodes, CancellationToken cancellationToken) =>
        (await store.TryClaimAsync(id, node, liveNodes, NoLimits, cancellationToken)).State;

    public static Task<IReadOnlyList<RunWakeUp>> UnclaimedAsync(this IRunStore store, IReadOnlyCollection<string> liveNodes, CancellationToken cancellationToken) =>
        store.ListUnclaimedAsync(liveNodes, NoLimits, TimeProvider.System.GetUtcNow(), cancellationToken);
}
