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
        runs.MapGet("/", ListAsync).WithSummary("Lists runs, newest first").WithDescription("Statuses may be several, joined by commas. Rows have no steps, queue position and verification: ask for the run.").Produces<PageModel<RunModel>>().ProducesProblem(400);
        runs.MapPost("/", StartAsync).WithSummary("Starts a run").WithDescription("Every fault of inputs, env and key is said at once.").Produces<RunModel>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        runs.MapGet("/{run}", ShowAsync).WithSummary("Shows a run").WithDescription("By id, unique prefix of one, or key in any case.").Produces<RunModel>().ProducesProblem(404);
        runs.MapGet("/{run}/steps", StepsAsync).WithSummary("Lists the steps of a run with their attempts").Produces<IReadOnlyList<StepModel>>().ProducesProblem(404);
        runs.MapGet("/{run}/events", EventsAsync).WithSummary("Lists events after a sequence").Produces<IReadOnlyList<EventModel>>().ProducesProblem(404);
        runs.MapGet("/{run}/stream", StreamAsync).WithSummary("Follows a run").WithDescription("Server-sent events; Last-Event-ID is the sequence of the last event seen.").ProducesProblem(404);
        runs.MapPost("/{run}/cancel", CancelAsync).WithSummary("Cancels a run").WithDescription("202: it says Cancelled once nothing of it is alive.").Produces<CancelModel>(202).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> ListAsync([AsParameters] RunListQuery query, IRunQueries queries, RunModels models, CancellationToken cancellationToken)
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

        return TypedResults.Ok(new PageModel<RunModel>([.. page.Runs.Select(models.Of)], page.NextCursor, page.Total));
    }

    private static async Task<IResult> StartAsync(
        StartRunBody body, HttpContext context, IRunService service, StartAnswers answers, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(body.Workflow))
        {
            return Problems.Invalid("workflow", null, "the name of a workflow", "workflow: the name of a workflow is missing.");
        }

        var (inputs, inputFaults) = NamedValues.Read("inputs", body.Inputs, body.InputTexts);
        var (env, envFaults) = NamedValues.Read("env", null, body.EnvTexts);
        var environment = new Dictionary<string, string>(body.Env ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, value) in env)
        {
            environment[name] = (string)value!;
        }

        var result = await service.StartAsync(
            new StartRunRequest
            {
                Id = GivenRun.Of(context),
                Workflow = body.Workflow,
                Inputs = inputs,
                Faults = [.. inputFaults, .. envFaults],
                Repository = body.Repository,
                Key = body.Key,
                Prompt = body.Prompt,
                Environment = environment,
                Priority = body.Priority ?? 0,
                Overrides = new RunOverrides(body.Agent, body.Model, body.MaxCostUsd, body.MaxDurationMinutes),
                Trigger = Caller.TriggerOf(context),
                Actor = Caller.NameOf(context.User),
            },
            cancellationToken);
        return await answers.OfAsync(result, body.Workflow, cancellationToken);
    }

    private static async Task<IResult> ShowAsync(string run, RunFinder finder, RunModels models, CancellationToken cancellationToken)
    {
        var (state, problem) = await finder.FindAsync(run, cancellationToken);
        return state is null ? problem! : TypedResults.Ok(await models.OfAsync(state, cancellationToken));
    }

    private static async Task<IResult> StepsAsync(string run, RunFinder finder, RunModels models, CancellationToken cancellationToken)
    {
        var (state, problem) = await finder.FindAsync(run, cancellationToken);
        return state is null ? problem! : TypedResults.Ok(await models.StepsAsync(state, cancellationToken));
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
        string run, HttpContext context, RunFinder finder, IRunService service, IRunQueries queries, RunModels models, CancellationToken cancellationToken)
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

        var model = await models.OfAsync(state, cancellationToken);
        return TypedResults.Accepted($"/api/v1/runs/{id}", new CancelModel(outcome.ToString(), model));
    }
}
