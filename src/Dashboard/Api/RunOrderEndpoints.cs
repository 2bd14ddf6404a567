using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/runs/{run}/..</c>: what people order a run to do, and the checkpoints they name.</summary>
internal static class RunOrderEndpoints
{
    public static void MapRunOrders(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs/{run}").WithTags("runs");
        Order(runs.MapPost("/pause", PauseAsync), "Pauses a run", "Nothing new begins; the run is Paused once what is under way has ended.");
        Order(runs.MapPost("/next", NextAsync), "Makes one decision", "For paused and queued runs: exactly one decision of the engine, then the run pauses.");
        Order(runs.MapPost("/resume", ResumeAsync), "Resumes a run", "A paused run goes on; a failed or cancelled one is taken up from where it stopped, from a step or from one of its checkpoints.");
        Order(runs.MapPost("/rerun", RerunAsync), "Runs a step again", "A step of a failed or cancelled run, with or without what depends on it.");
        Order(runs.MapPost("/pin", PinAsync), "Pins a run", "A pinned run is kept whatever its age.");
        runs.MapPost("/fork", ForkAsync).WithSummary("Forks a run").WithDescription("A new run of the same version at a checkpoint: its completed steps and its files.")
            .Produces<RunModel>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        runs.MapGet("/checkpoints", CheckpointsAsync).WithSummary("Lists checkpoints, oldest first").Produces<IReadOnlyList<CheckpointModel>>().ProducesProblem(404);
    }

    private static void Order(RouteHandlerBuilder endpoint, string summary, string description) =>
        endpoint.WithSummary(summary).WithDescription(description).Produces<RunModel>().ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static Task<IResult> PauseAsync(string run, HttpContext context, RunOrdering orders, IRunService service, CancellationToken cancellationToken) =>
        orders.OrderAsync(run, id => service.PauseAsync(id, Caller.NameOf(context.User), cancellationToken), cancellationToken);

    private static Task<IResult> NextAsync(string run, HttpContext context, RunOrdering orders, IRunService service, CancellationToken cancellationToken) =>
        orders.OrderAsync(run, id => service.ExecuteNextAsync(id, Caller.NameOf(context.User), cancellationToken), cancellationToken);

    private static Task<IResult> ResumeAsync(string run, HttpContext context, RunOrdering orders, IRunService service, CancellationToken cancellationToken, ResumeBody? body = null) =>
        orders.OrderAsync(run, id => service.ResumeAsync(id, body?.From, Caller.NameOf(context.User), cancellationToken), cancellationToken);

    private static async Task<IResult> RerunAsync(string run, RerunBody body, HttpContext context, RunOrdering orders, IRunService service, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(body.Step)
            ? Problems.Invalid("step", body.Step, "the id of a step", "step: the id of the step to run again is missing.")
            : await orders.OrderAsync(run, id => service.RerunAsync(id, body.Step, body.Downstream, Caller.NameOf(context.User), cancellationToken), cancellationToken);

    private static Task<IResult> PinAsync(string run, HttpContext context, RunOrdering orders, IRunService service, CancellationToken cancellationToken, PinBody? body = null) =>
        orders.OrderAsync(run, id => service.PinAsync(id, body?.Pinned ?? true, Caller.NameOf(context.User), cancellationToken), cancellationToken);

    private static async Task<IResult> ForkAsync(string run, ForkBody body, HttpContext context, RunFinder finder, StartAnswers answers, IRunService service, CancellationToken cancellationToken)
    {
        var (id, problem) = await finder.FindIdAsync(run, cancellationToken);
        if (id is null)
        {
            return problem!;
        }

        if (!EntityId.TryParse<CheckpointId>(body.Checkpoint, out var checkpoint))
        {
            return Problems.Invalid("checkpoint", body.Checkpoint, "the id of a checkpoint, cp_ and 12 characters", $"checkpoint: '{body.Checkpoint}' is not the id of a checkpoint; /api/v1/runs/{run}/checkpoints lists them.");
        }

        var result = await service.ForkAsync(new ForkRequest { Id = GivenRun.Of(context), Run = id, Checkpoint = checkpoint, Agent = body.Agent, Key = body.Key, Actor = Caller.NameOf(context.User) }, cancellationToken);
        return await answers.OfAsync(result, "its workflow", cancellationToken);
    }

    private static async Task<IResult> CheckpointsAsync(string run, RunFinder finder, RunRecords records, CancellationToken cancellationToken)
    {
        var (id, problem) = await finder.FindIdAsync(run, cancellationToken);
        return id is null ? problem! : TypedResults.Ok((await records.CheckpointsAsync(id.Value, cancellationToken)).Select(GovernanceShapes.Of).ToList());
    }
}
