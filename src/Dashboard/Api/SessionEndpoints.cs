using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Sessions;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/agents/{id}/sessions</c> and <c>/runs/{run}/sessions</c>: what agents do in their roles, and what they remember.</summary>
internal static class SessionEndpoints
{
    private const int MaxLimit = 200;

    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        api.MapGet("/agents/{id}/sessions", OfAgentAsync).WithTags("sessions").WithSummary("Lists the sessions of an agent, newest first").WithDescription(NextPage.More("session"))
            .Produces<IReadOnlyList<AgentSessionModel>>().ProducesProblem(400).ProducesProblem(404);
        api.MapGet("/runs/{run}/sessions", OfRunAsync).WithTags("sessions").WithSummary("Lists the sessions of a run's agents, oldest first")
            .Produces<IReadOnlyList<AgentSessionModel>>().ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> OfAgentAsync(string id, HttpContext context, AgentRegistry registry, SessionRecords sessions, CancellationToken cancellationToken, string? before = null, int limit = 20)
    {
        var faults = QueryFaults.Range("limit", limit, 1, MaxLimit).ToList();
        AgentSessionId? after = EntityId.TryParse<AgentSessionId>(before, out var last) ? last : null;
        if (!string.IsNullOrEmpty(before) && (after is null || !string.Equals((await sessions.FindAsync(last, cancellationToken))?.Agent, id, StringComparison.Ordinal)))
        {
            faults.Add(QueryFaults.Fault("before", before, "the id of a session of this agent"));
        }

        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        var found = await sessions.OfAgentAsync(id, after, limit + 1, cancellationToken);
        return found.Count == 0 && after is null && await registry.FindAsync(id, cancellationToken) is null
            ? Problems.NotFound($"There is no agent '{id}': 'signalbox agent list' shows those there are.")
            : TypedResults.Ok(Models(NextPage.Of(context, found, limit, s => s.Session.Id.Value)));
    }

    private static async Task<IResult> OfRunAsync(string run, RunFinder finder, SessionRecords sessions, CancellationToken cancellationToken)
    {
        var (id, problem) = await finder.FindIdAsync(run, cancellationToken);
        return id is null ? problem! : TypedResults.Ok(Models(await sessions.OfRunAsync(id.Value, cancellationToken)));
    }

    private static List<AgentSessionModel> Models(IReadOnlyList<(AgentSession Session, SessionPaper? Paper)> found) => [.. found.Select(f => SessionShapes.Of(f.Session, f.Paper))];
}
