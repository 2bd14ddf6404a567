using Microsoft.AspNetCore.Http.HttpResults;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Api;

/// <summary>Finds the run that a path names: an id, a unique prefix of one, or a key.</summary>
internal sealed class RunFinder(IRunQueries queries)
{
    /// <summary>The run's state, or the problem that answers the request.</summary>
    public async Task<(RunState? State, ProblemHttpResult? Problem)> FindAsync(string text, CancellationToken cancellationToken)
    {
        var (id, problem) = await FindIdAsync(text, cancellationToken);
        if (id is null)
        {
            return (null, problem);
        }

        var state = await queries.GetAsync(id.Value, cancellationToken);
        return state is null ? (null, NotFound(text)) : (state, null);
    }

    /// <summary>The run's id, or the problem that answers the request.</summary>
    public async Task<(RunId? Id, ProblemHttpResult? Problem)> FindIdAsync(string text, CancellationToken cancellationToken)
    {
        var ids = await queries.ResolveAsync(text, cancellationToken);
        return ids.Count switch
        {
            0 => (null, NotFound(text)),
            1 => (ids[0], null),
            _ => (null, Problems.Conflict($"'{text}' names several runs: give the whole id, or the key exactly as it is written.")),
        };
    }

    private static ProblemHttpResult NotFound(string text) => Problems.NotFound($"There is no run '{text}': 'signalbox run list' shows the runs.");
}
