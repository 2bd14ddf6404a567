using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/agents</c>: the registry, and the heartbeats and claims of workers.</summary>
internal static class AgentEndpoints
{
    private const int MaxLimit = 200;

    public static void MapAgents(this IEndpointRouteBuilder api)
    {
        var agents = api.MapGroup("/agents").WithTags("agents");
        agents.MapGet("/", ListAsync).WithSummary("Lists agents").Produces<IReadOnlyList<AgentModel>>();
        agents.MapPost("/refresh", async (AgentRegistry registry, AgentActivities activities, CancellationToken cancellationToken) =>
        {
            await registry.CheckAllAsync(isWanted: true, cancellationToken);
            return await ListAsync(registry, activities, cancellationToken);
        }).WithSummary("Looks for the agents of this machine again, and asks APIs that were not asked lately").Produces<IReadOnlyList<AgentModel>>();
        agents.MapPost("/", RegisterAsync).WithSummary("Registers an agent").WithDescription("A worker whose id is known and that is not there comes back with it.")
            .Produces<AgentModel>(201).ProducesProblem(400).ProducesProblem(409);
        agents.MapGet("/{id}", ShowAsync).WithSummary("Shows an agent").Produces<AgentModel>().ProducesProblem(404);
        agents.MapPut("/{id}", ChangeAsync).WithSummary("Changes, pauses or continues an agent").Produces<AgentModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        agents.MapDelete("/{id}", RemoveAsync).WithSummary("Forgets a registered agent").Produces(204).ProducesProblem(404).ProducesProblem(409);
        agents.MapPost("/{id}/check", CheckAsync).WithSummary("Checks an agent now").Produces<AgentModel>().ProducesProblem(404);
        agents.MapPost("/{id}/heartbeat", HeartbeatAsync).WithSummary("A worker is there").WithDescription("Every 30 s; without one for 60 s it is Offline. The answer names what it holds: what is missing there is to be stopped.")
            .Produces<AgentModel>().ProducesProblem(404).ProducesProblem(409);
        UnkeptAnswer.On(agents.MapPost("/{id}/claim", ClaimAsync)).WithSummary("Claims the first step that the worker can do")
            .WithDescription("The answer may hold secrets and is kept nowhere: an Idempotency-Key is not taken. Whoever did not hear it sees in its heartbeat what it holds.").Produces<ClaimModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        agents.MapGet("/{id}/changes", ChangesAsync).WithSummary("Lists changes of status, newest first").WithDescription(NextPage.More("change") + " A change is named by its sequence.")
            .Produces<IReadOnlyList<AgentChangeModel>>().ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(AgentRegistry registry, AgentActivities activities, CancellationToken cancellationToken)
    {
        var activity = await activities.ReadAsync(null, cancellationToken);
        return TypedResults.Ok((await registry.ListAsync(cancellationToken)).Select(a => WorkShapes.Of(a, activity)).ToList());
    }

    private static async Task<IResult> RegisterAsync(AgentBody body, HttpContext context, AgentRegistry registry, AgentActivities activities, CancellationToken cancellationToken)
    {
        var (registration, problem) = Read(body);
        if (registration is null)
        {
            return problem!;
        }

        var result = await registry.RegisterAsync(registration, Caller.NameOf(context.User), cancellationToken);
        return result.Agent is { } agent ? TypedResults.Created($"/api/v1/agents/{agent.Id}", await ModelAsync(agent, activities, cancellationToken)) : Fault(result);
    }

    private static async Task<IResult> ShowAsync(string id, AgentRegistry registry, AgentActivities activities, CancellationToken cancellationToken) =>
        await registry.FindAsync(id, cancellationToken) is { } agent ? TypedResults.Ok(await ModelAsync(agent, activities, cancellationToken)) : NotFound(id);

    private static async Task<IResult> ChangeAsync(string id, AgentBody body, HttpContext context, AgentRegistry registry, AgentActivities activities, CancellationToken cancellationToken)
    {
        var (registration, problem) = Read(body);
        return registration is null ? problem! : await AnswerAsync(await registry.ChangeAsync(id, registration, Caller.NameOf(context.User), cancellationToken), activities, cancellationToken);
    }

    private static async Task<IResult> RemoveAsync(string id, AgentRegistry registry, CancellationToken cancellationToken) =>
        await registry.RemoveAsync(id, cancellationToken) is { Agent: null } refused ? Fault(refused) : TypedResults.NoContent();

    private static async Task<IResult> CheckAsync(string id, AgentRegistry registry, AgentActivities activities, CancellationToken cancellationToken) =>
        await AnswerAsync(await registry.CheckAsync(id, cancellationToken), activities, cancellationToken);

    private static async Task<IResult> HeartbeatAsync(string id, AgentRegistry registry, AgentActivities activities, CancellationToken cancellationToken, HeartbeatBody? body = null) =>
        await AnswerAsync(await registry.HeartbeatAsync(id, body?.Leaving ?? false, cancellationToken), activities, cancellationToken);

    private static async Task<IResult> ClaimAsync(
        string id, HttpContext context, AgentRegistry registry, WorkPool pool, IHostApplicationLifetime lifetime, CancellationToken cancellationToken, ClaimBody? body = null)
    {
        var seconds = body?.WaitSeconds ?? 0;
        if (QueryFaults.Range("waitSeconds", seconds, 0, (long)WorkPool.MaxWait.TotalSeconds).ToList() is { Count: > 0 } faults)
        {
            return QueryFaults.Problem(faults);
        }

        // Whoever asks for work is there.
        var there = await registry.HeartbeatAsync(id, leaving: false, cancellationToken);
        if (there.Agent is null)
        {
            return Fault(there);
        }

        // A server that stops does not wait for who waits for work.
        var work = await pool.ClaimAsync(id, TimeSpan.FromSeconds(seconds), lifetime.ApplicationStopping, cancellationToken);
        return TypedResults.Ok(new ClaimModel(work is null ? null : WorkShapes.Of(work)));
    }

    private static async Task<IResult> ChangesAsync(string id, HttpContext context, AgentRegistry registry, CancellationToken cancellationToken, long? before = null, int limit = 50)
    {
        IReadOnlyList<FieldError> faults = [.. QueryFaults.Range("before", before, 1, long.MaxValue), .. QueryFaults.Range("limit", limit, 1, MaxLimit)];
        return faults.Count > 0 ? QueryFaults.Problem(faults)
            : await registry.FindAsync(id, cancellationToken) is null ? NotFound(id)
            : TypedResults.Ok(NextPage.Of(context, await registry.ListChangesAsync(id, before, limit + 1, cancellationToken), limit, c => c.Sequence.ToString(CultureInfo.InvariantCulture)).Select(WorkShapes.Of).ToList());
    }

    private static (AgentRegistration? Registration, IResult? Problem) Read(AgentBody body)
    {
        AgentKind? kind = null;
        if (body.Kind is { } word)
        {
            if (Enum.GetNames<AgentKind>().FirstOrDefault(n => n.Equals(word, StringComparison.OrdinalIgnoreCase)) is not { } known)
            {
                return (null, QueryFaults.Problem([QueryFaults.Fault("kind", word, string.Join(", ", Enum.GetNames<AgentKind>().Select(n => n.ToLowerInvariant())))]));
            }

            kind = Enum.Parse<AgentKind>(known);
        }

        return (new AgentRegistration
        {
            Id = body.Id,
            Name = body.Name,
            Kind = kind,
            Provider = body.Provider,
            Model = body.Model,
            Capabilities = body.Capabilities,
            Role = body.Role,
            Config = body.Config,
            Capacity = body.Capacity,
            Version = body.Version,
            Enabled = body.Enabled,
        }, null);
    }

    private static async Task<IResult> AnswerAsync(RegistryResult result, AgentActivities activities, CancellationToken cancellationToken) =>
        result.Agent is { } agent ? TypedResults.Ok(await ModelAsync(agent, activities, cancellationToken)) : Fault(result);

    private static async Task<AgentModel> ModelAsync(RegisteredAgent agent, AgentActivities activities, CancellationToken cancellationToken) =>
        WorkShapes.Of(agent, await activities.ReadAsync(agent.Id, cancellationToken));

    private static IResult Fault(RegistryResult result) => result switch
    {
        { Invalid: { } invalid } => QueryFaults.Problem([.. invalid.Select(f => new FieldError(f.Field, f.Found, f.Allowed, f.Message))]),
        { NotFound: { } missing } => Problems.NotFound(Sentences.Of(missing)),
        _ => Problems.Conflict(Sentences.Of(result.Refused ?? "it was refused")),
    };

    private static ProblemHttpResult NotFound(string id) => Problems.NotFound($"There is no agent '{id}': 'signalbox agent list' shows those there are.");
}
