using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/runs</c>: list, start, show, follow, cancel.</summary>
internal static class RunEndpoints
{
    private const int MaxEvents = 1000;

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs").WithTags("runs");
        runs.MapGet("/", ListAsync).Produces<PageModel<RunModel>>().ProducesProblem(400);
        runs.MapPost("/", StartAsync).Produces<RunModel>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        runs.MapGet("/{run}", ShowAsync).Produces<RunModel>().ProducesProblem(404);
        runs.MapGet("/{run}/steps", StepsAsync).Produces<IReadOnlyList<StepModel>>().ProducesProblem(404);
        runs.MapGet("/{run}/events", EventsAsync).Produces<IReadOnlyList<EventModel>>().ProducesProblem(404);
        runs.MapGet("/{run}/stream", StreamAsync).ProducesProblem(404);
        runs.MapPost("/{run}/cancel", CancelAsync).Produces<CancelModel>(202).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync([AsParameters] RunListQuery query, IRunQueries queries, ServerAddress address, CancellationToken cancellationToken)
    {
        var (filter, faults) = query.ToFilter();
        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        RunPage page;
        try
        {
            page = await queries.ListAsync(filter, cancellationToken);
        }
        catch (ArgumentException) when (filter.Cursor is not null)
        {
            // Only the store can read its cursors; the rest of the filter has been checked.
            return Problems.Invalid("cursor", filter.Cursor, "the nextCursor of the page before", "cursor: this is not one that the list gave; begin again without it.");
        }

        return TypedResults.Ok(new PageModel<RunModel>([.. page.Runs.Select(r => RunShapes.Of(r, address))], page.NextCursor, page.Total));
    }

    private static async Task<IResult> StartAsync(
        StartRunBody body, HttpContext context, IRunService service, IRunQueries queries, ServerAddress address, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(body.Workflow))
        {
            return Problems.Invalid("workflow", null, "the name of a workflow", "workflow: the name of a workflow is missing.");
        }

        var (inputs, inputFaults) = StartInputs.Read(body);
        var result = await service.StartAsync(
            new StartRunRequest
            {
                Workflow = body.Workflow,
                Inputs = inputs,
                Faults = inputFaults,
                Repository = body.Repository,
                Key = body.Key,
                Prompt = body.Prompt,
                Trigger = Caller.TriggerOf(context),
                Actor = Caller.NameOf(context.User),
            },
            cancellationToken);
        switch (result)
        {
            case { NotFound: { } missing }:
                return Problems.NotFound(missing);
            case { Refused: { } refused }:
                return Problems.Conflict(refused);
            case { Broken: { } errors }:
                return Problems.Of(
                    StatusCodes.Status400BadRequest,
                    "Workflow not valid",
                    $"The workflow '{body.Workflow}' cannot run: its file has {(errors.Count == 1 ? "a fault" : $"{errors.Count} faults")}.",
                    [.. errors.Select(Shapes.FieldErrorOf)]);
            case { Invalid: { } faults }:
                return Problems.Of(
                    StatusCodes.Status400BadRequest,
                    "Inputs not valid",
                    string.Join(" ", faults.Select(f => f.Message)),
                    [.. faults.Select(f => new FieldError(f.Field, f.Found, f.Allowed, f.Message))]);
            case { Run: { } run }:
                var state = await queries.GetAsync(run.Id, cancellationToken) ?? throw new InvalidOperationException($"run {run.Id} was started and is not there");
                return TypedResults.Created($"/api/v1/runs/{run.Id}", await ModelAsync(state, queries, address, cancellationToken));
            default:
                throw new InvalidOperationException("a start gave no result");
        }
    }

    private static async Task<IResult> ShowAsync(string run, RunFinder finder, IRunQueries queries, ServerAddress address, CancellationToken cancellationToken)
    {
        var (state, problem) = await finder.FindAsync(run, cancellationToken);
        return state is null ? problem! : TypedResults.Ok(await ModelAsync(state, queries, address, cancellationToken));
    }

    private static async Task<IResult> StepsAsync(string run, RunFinder finder, CancellationToken cancellationToken)
    {
        var (state, problem) = await finder.FindAsync(run, cancellationToken);
        return state is null ? problem! : TypedResults.Ok(RunShapes.Steps(state));
    }

    private static async Task<IResult> EventsAsync(
        string run, RunFinder finder, IRunQueries queries, CancellationToken cancellationToken, long after = 0, int limit = 500)
    {
        IReadOnlyList<FieldError> faults = [.. QueryFaults.Range("after", after, 0, long.MaxValue), .. QueryFaults.Range("limit", limit, 1, MaxEvents)];
        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        var (id, problem) = await finder.FindIdAsync(run, cancellationToken);
        if (id is null)
        {
            return problem!;
        }

        var events = await queries.EventsAsync(id.Value, after, limit, cancellationToken);
        return TypedResults.Ok(events.Select(Shapes.Of).ToList());
    }

    private static async Task<IResult> StreamAsync(
        string run, HttpContext context, RunFinder finder, IRunQueries queries, RunEventFeed feed, IHostApplicationLifetime lifetime, CancellationToken cancellationToken, long after = 0)
    {
        var (state, problem) = await finder.FindAsync(run, cancellationToken);
        if (state is null)
        {
            return problem!;
        }

        if (long.TryParse(context.Request.Headers["Last-Event-ID"], CultureInfo.InvariantCulture, out var lastEventId))
        {
            after = lastEventId;

            // A browser's EventSource comes back after every end; 204 tells it to stay away.
            if (state.Run.HasEnded && (await queries.EventsAsync(state.Run.Id, after, 1, cancellationToken)).Count == 0)
            {
                return TypedResults.NoContent();
            }
        }

        context.Response.Headers.CacheControl = "no-store";
        if (HeadRequests.IsHead(context))
        {
            return TypedResults.Text("", "text/event-stream");
        }

        return TypedResults.ServerSentEvents(ItemsAsync(feed, state.Run.Id, after, lifetime.ApplicationStopping, cancellationToken));
    }

    // A stream must end when the server stops: the host would wait for it otherwise.
    private static async IAsyncEnumerable<SseItem<EventModel>> ItemsAsync(
        RunEventFeed feed, RunId run, long after, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        await foreach (var e in feed.ReadAsync(run, after, either.Token))
        {
            yield return new SseItem<EventModel>(Shapes.Of(e), "run") { EventId = e.Sequence.ToString(CultureInfo.InvariantCulture) };
        }
    }

    private static async Task<IResult> CancelAsync(
        string run, HttpContext context, RunFinder finder, IRunService service, IRunQueries queries, ServerAddress address, CancellationToken cancellationToken)
    {
        var (id, problem) = await finder.FindIdAsync(run, cancellationToken);
        if (id is null)
        {
            return problem!;
        }

        var outcome = await service.CancelAsync(id.Value, Caller.NameOf(context.User), cancellationToken);
        var state = await queries.GetAsync(id.Value, cancellationToken);
        if (state is null || outcome == CancelOutcome.NotFound)
        {
            return Problems.NotFound($"There is no run '{run}'.");
        }

        if (outcome == CancelOutcome.AlreadyEnded)
        {
            return Problems.Conflict($"{state.Run.Key} has ended already ({state.Run.Status}): there is nothing to cancel.");
        }

        var model = await ModelAsync(state, queries, address, cancellationToken);
        return TypedResults.Accepted($"/api/v1/runs/{id}", new CancelModel(outcome.ToString(), model));
    }

    private static async Task<RunModel> ModelAsync(RunState state, IRunQueries queries, ServerAddress address, CancellationToken cancellationToken)
    {
        var position = state.Run.Status == RunStatus.Pending ? await queries.QueuePositionAsync(state.Run.Id, cancellationToken) : null;
        return RunShapes.Of(state, position, address);
    }
}
