using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Api;

/// <summary>Gives an order to the run that a path names, and answers with the run as it is then.</summary>
internal sealed class RunOrdering(RunFinder finder, RunModels models)
{
    public async Task<IResult> OrderAsync(string run, Func<RunId, Task<RunResult>> order, CancellationToken cancellationToken)
    {
        var (id, problem) = await finder.FindIdAsync(run, cancellationToken);
        if (id is null)
        {
            return problem!;
        }

        return await order(id.Value) switch
        {
            { NotFound: { } missing } => Problems.NotFound(Sentences.Of(missing)),
            { Refused: { } refused } => Problems.Conflict(Sentences.Of(refused)),
            _ => TypedResults.Ok(await models.OfAsync(id.Value, cancellationToken)),
        };
    }
}
