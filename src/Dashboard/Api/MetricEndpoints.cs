using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics;
using Signalbox.Engine.Metrics.Compound;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs.Regressions;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/metrics</c>, and the links of runs that caused a regression.</summary>
internal static class MetricEndpoints
{
    private const int MaxLimit = 1000;

    private const string Asks = "Periods are days, weeks (from Monday) or months of the time zone 'zone', from the day 'from' to the day 'to'; workflow, agent, model and repository narrow it.";

    public static void MapMetrics(this IEndpointRouteBuilder api)
    {
        var metrics = api.MapGroup("/metrics").WithTags("metrics");
        metrics.MapGet("/compound", ReportAsync).WithSummary("Metrics over time").WithDescription(Asks).Produces<MetricsModel>().ProducesProblem(400);
        metrics.MapGet("/compound/{metric}/runs", BehindAsync).WithSummary("What a point counts").WithDescription("The runs behind the period that the day 'date' lies in. " + Asks)
            .Produces<IReadOnlyList<MetricSampleModel>>().ProducesProblem(400).ProducesProblem(404);
        metrics.MapGet("/facts", FactsAsync).WithSummary("Lists facts, newest first").Produces<FactPageModel>().ProducesProblem(400).ProducesProblem(404);
        metrics.MapGet("/export", ExportAsync).WithSummary("compound.yaml as things stand").WithDescription(Asks).Produces<string>(200, "application/yaml").ProducesProblem(400);
        metrics.MapPost("/import", ImportAsync).WithSummary("Imports a compound.yaml").WithDescription("Baselines and targets, and its history as points that are marked as imported; nothing of a file that has a fault.")
            .Produces<MetricImportModel>().ProducesProblem(400);
        metrics.MapPut("/targets/{metric}", SetTargetAsync).WithSummary("Says what is wanted of a metric").Produces<MetricTargetModel>().ProducesProblem(400).ProducesProblem(404);
        api.MapPost("/runs/{run}/regressions", LinkAsync).WithTags("runs").WithSummary("Links the run that caused a regression").WithDescription("The run of the address showed or fixes it. The same two runs are linked once.")
            .Produces<RegressionModel>().Produces<RegressionModel>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/runs/{run}/regressions", LinksAsync).WithTags("runs").WithSummary("Lists the regressions that a run caused, shows or fixes").Produces<IReadOnlyList<RegressionModel>>().ProducesProblem(404);
        api.MapDelete("/runs/{run}/regressions/{cause}", WithdrawAsync).WithTags("runs").WithSummary("Takes a link back").WithDescription("The run 'cause' is not the cause of what the run of the address shows: the link counts no longer, and no rule makes it again.")
            .Produces(204).ProducesProblem(404);
    }

    private static async Task<IResult> ReportAsync(HttpRequest request, MetricsDesk desk, CancellationToken cancellationToken)
    {
        var (query, faults) = MetricQueryReader.Read(request.Query);
        return faults.Count > 0 ? QueryFaults.Problem(faults) : Answer(await desk.ReportAsync(query, cancellationToken), r => TypedResults.Ok(MetricShapes.Of(r)));
    }

    private static async Task<IResult> BehindAsync(string metric, HttpRequest request, MetricsDesk desk, CancellationToken cancellationToken)
    {
        var (query, found) = MetricQueryReader.Read(request.Query);
        List<FieldError> faults = [.. found];
        var date = MetricQueryReader.Date(request.Query, "date", query.Zone, faults);
        if (date is null && faults.Count == 0)
        {
            faults.Add(QueryFaults.Fault("date", null, "a day of the period, such as 2026-01-31"));
        }

        return faults.Count > 0
            ? QueryFaults.Problem(faults)
            : Answer(await desk.BehindAsync(metric, date!.Value, query, cancellationToken), s => TypedResults.Ok(s.Select(MetricShapes.Of).ToList()));
    }

    private static async Task<IResult> FactsAsync(HttpRequest request, MetricsDesk desk, RunFinder finder, CancellationToken cancellationToken, int limit = 100)
    {
        var faults = QueryFaults.Range("limit", limit, 1, MaxLimit).ToList();
        var (query, found) = MetricQueryReader.Read(request.Query);
        faults.AddRange(found);
        var word = MetricQueryReader.Text(request.Query, "kind");
        FactKind? kind = Enum.GetNames<FactKind>().FirstOrDefault(n => n.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<FactKind>(name) : null;
        if (word is not null && kind is null)
        {
            faults.Add(QueryFaults.Fault("kind", word, string.Join(", ", Enum.GetNames<FactKind>())));
        }

        var cursor = MetricQueryReader.Text(request.Query, "cursor");
        var after = FactCursor.Parse(cursor);
        if (cursor is not null && after is null)
        {
            faults.Add(QueryFaults.Fault("cursor", cursor, "the nextCursor of a page"));
        }

        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        RunId? run = null;
        if (MetricQueryReader.Text(request.Query, "run") is { } named)
        {
            var (id, problem) = await finder.FindIdAsync(named, cancellationToken);
            if (id is null)
            {
                return problem!;
            }

            run = id;
        }

        var facts = await desk.FactsAsync(
            new FactQuery
            {
                Kind = kind,
                Run = run,
                Workflow = query.Filter.Workflow,
                Repository = query.Filter.Repository,
                Agent = query.Filter.Agent,
                Model = query.Filter.Model,
                From = query.From is { } from ? new MetricCalendar(PeriodKind.Day, query.Zone).Of(from).From : null,
                To = query.To is { } to ? new MetricCalendar(PeriodKind.Day, query.Zone).Of(to).To : null,
                After = after,
                Limit = limit + 1,
            },
            cancellationToken);
        var page = facts.Take(limit).ToList();
        return TypedResults.Ok(new FactPageModel([.. page.Select(MetricShapes.Of)], facts.Count > limit ? FactCursor.Of(page[^1]) : null));
    }

    private static async Task<IResult> ExportAsync(HttpRequest request, CompoundDesk desk, CancellationToken cancellationToken)
    {
        var (query, faults) = MetricQueryReader.Read(request.Query);
        return faults.Count > 0
            ? QueryFaults.Problem(faults)
            : Answer(await desk.ExportAsync(query, cancellationToken), text => TypedResults.Text(text, "application/yaml", System.Text.Encoding.UTF8));
    }

    private static async Task<IResult> ImportAsync(MetricImportBody body, HttpContext context, CompoundDesk desk, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(body.Text))
        {
            return Problems.Invalid("text", null, "a compound.yaml", "text: the file is missing.");
        }

        var import = await desk.ImportAsync(body.Text, string.IsNullOrWhiteSpace(body.File) ? ImportedFile.CompoundYaml : body.File, Caller.NameOf(context.User), cancellationToken);
        return TypedResults.Ok(new MetricImportModel(import.Targets, import.Points, import.LeftOut, [.. import.Diagnostics.Select(Shapes.Of)]));
    }

    private static async Task<IResult> SetTargetAsync(string metric, MetricTargetBody body, HttpContext context, MetricsDesk desk, CancellationToken cancellationToken) =>
        Answer(await desk.SetTargetAsync(metric, body.Target, body.Baseline, Caller.NameOf(context.User), cancellationToken), t => TypedResults.Ok(MetricShapes.Of(t)));

    private static async Task<IResult> LinkAsync(string run, RegressionBody body, HttpContext context, RunFinder finder, RegressionDesk desk, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(body.CausedBy))
        {
            return Problems.Invalid("causedBy", body.CausedBy, "the id or key of a run", "causedBy: the run that caused it is missing.");
        }

        var (shownBy, problem) = await finder.FindIdAsync(run, cancellationToken);
        var (cause, noCause) = shownBy is null ? default : await finder.FindIdAsync(body.CausedBy, cancellationToken);
        if (shownBy is null || cause is null)
        {
            return (problem ?? noCause)!;
        }

        var result = await desk.LinkAsync(shownBy.Value, cause.Value, RegressionSource.Person, Caller.NameOf(context.User), body.Comment, cancellationToken);
        return result switch
        {
            { Link: { } link, IsNew: true } => TypedResults.Created($"/api/v1/runs/{cause.Value}/regressions", MetricShapes.OfRegression(link)),
            { Link: { } link } => TypedResults.Ok(MetricShapes.OfRegression(link)),
            { NotFound: { } missing } => Problems.NotFound(Sentences.Of(missing)),
            _ => Problems.Conflict(Sentences.Of(result.Refused ?? "it was refused")),
        };
    }

    private static async Task<IResult> WithdrawAsync(string run, string cause, HttpContext context, RunFinder finder, RegressionDesk desk, CancellationToken cancellationToken)
    {
        var (shownBy, problem) = await finder.FindIdAsync(run, cancellationToken);
        var (caused, noCause) = shownBy is null ? default : await finder.FindIdAsync(cause, cancellationToken);
        if (shownBy is null || caused is null)
        {
            return (problem ?? noCause)!;
        }

        var result = await desk.WithdrawAsync(shownBy.Value, caused.Value, Caller.NameOf(context.User), cancellationToken);
        return result.NotFound is { } missing ? Problems.NotFound(Sentences.Of(missing)) : TypedResults.NoContent();
    }

    private static async Task<IResult> LinksAsync(string run, RunFinder finder, RegressionDesk desk, CancellationToken cancellationToken)
    {
        var (id, problem) = await finder.FindIdAsync(run, cancellationToken);
        return id is null ? problem! : TypedResults.Ok((await desk.OfAsync(id.Value, cancellationToken)).Select(MetricShapes.OfRegression).ToList());
    }

    private static IResult Answer<T>(MetricResult<T> result, Func<T, IResult> answer)
        where T : class => result switch
        {
            { Value: { } value } => answer(value),
            { NotFound: { } missing } => Problems.NotFound(Sentences.Of(missing)),
            { Invalid: { } fault } => Problems.Invalid(fault.Field, fault.Found, fault.Allowed, fault.Message),
            _ => throw new InvalidOperationException("a result without an answer"),
        };
}
