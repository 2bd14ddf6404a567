using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Terminals;

namespace Signalbox.Dashboard.Api;

/// <summary>Runs as the API shows them.</summary>
internal sealed class RunModels(IRunQueries queries, IRunDiffs diffs, ServerAddress address, IAgentTerminals terminals)
{
    /// <summary>The run as it is now.</summary>
    public async Task<RunModel> OfAsync(RunId id, CancellationToken cancellationToken) =>
        await OfAsync(await queries.GetAsync(id, cancellationToken) ?? throw new InvalidOperationException($"run {id} was there and is gone"), cancellationToken);

    /// <summary>This state, with the place in the queue.</summary>
    public async Task<RunModel> OfAsync(RunState state, CancellationToken cancellationToken)
    {
        var position = state.Run.IsQueued ? await queries.QueuePositionAsync(state.Run.Id, cancellationToken) : null;
        return RunShapes.Of(state, position, address, await diffs.CountAsync(state, cancellationToken)) with { Terminal = terminals.CommandFor(state.Run.Id) };
    }

    /// <summary>Its steps alone.</summary>
    public async Task<IReadOnlyList<StepModel>> StepsAsync(RunState state, CancellationToken cancellationToken) =>
        RunShapes.Steps(state, await diffs.CountAsync(state, cancellationToken));

    /// <summary>A row of a list.</summary>
    public RunModel Of(RunSummary summary) => RunShapes.Of(summary, address);
}
