using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Api;

/// <summary>Runs as the API shows them.</summary>
internal sealed class RunModels(IRunQueries queries, ServerAddress address)
{
    /// <summary>The run as it is now.</summary>
    public async Task<RunModel> OfAsync(RunId id, CancellationToken cancellationToken) =>
        await OfAsync(await queries.GetAsync(id, cancellationToken) ?? throw new InvalidOperationException($"run {id} was there and is gone"), cancellationToken);

    /// <summary>This state, with the place in the queue.</summary>
    public async Task<RunModel> OfAsync(RunState state, CancellationToken cancellationToken)
    {
        var position = state.Run.IsQueued ? await queries.QueuePositionAsync(state.Run.Id, cancellationToken) : null;
        return RunShapes.Of(state, position, address);
    }

    /// <summary>A row of a list.</summary>
    public RunModel Of(RunSummary summary) => RunShapes.Of(summary, address);
}
