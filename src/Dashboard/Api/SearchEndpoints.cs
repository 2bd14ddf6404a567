using System.Globalization;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Logs.Search;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/search</c>: a text in the logs of all runs.</summary>
internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder api) => api.MapGet("/search", SearchAsync).WithTags("search")
        .WithDescription("Lines of logs of all runs that have a text of three characters or more, newest first. It covers the beginning of each run's log, as covers says; a search inside one log covers all of it.")
        .Produces<SearchModel>().ProducesProblem(400);

    private static async Task<IResult> SearchAsync(
        IRunSearch search,
        RunSearchOptions options,
        CancellationToken cancellationToken,
        string q = "",
        string? workflow = null,
        string? since = null,
        string? cursor = null,
        int limit = 50)
    {
        var query = new RunSearchQuery(q) { Workflow = string.IsNullOrEmpty(workflow) ? null : workflow, Cursor = string.IsNullOrEmpty(cursor) ? null : cursor, Limit = limit };
        var faults = QueryFaults.Range("limit", limit, 1, RunSearchQuery.MaxLimit).ToList();
        if (query.Fault is { } fault)
        {
            faults.Add(new FieldError("q", q, "a text", $"q: {fault}."));
        }

        if (!string.IsNullOrEmpty(since))
        {
            if (DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            {
                query = query with { Since = time };
            }
            else
            {
                faults.Add(new FieldError("since", since, "a time such as 2026-01-31T08:00:00Z", $"since: '{since}' is not a time such as 2026-01-31T08:00:00Z."));
            }
        }

        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        try
        {
            var page = await search.SearchAsync(query, cancellationToken);
            var bytes = options.BytesPerRun;
            var covers = string.Create(CultureInfo.InvariantCulture, $"the first {bytes / 1048576.0:0.#} MiB of each run's log");
            return TypedResults.Ok(new SearchModel([.. page.Hits.Select(Of)], page.NextCursor, covers, bytes, page.UpToDate));
        }
        catch (ArgumentException e) when (query.Cursor is not null)
        {
            return Problems.Invalid("cursor", cursor, "a nextCursor of this list", $"cursor: {e.Message.Split(" (Parameter")[0]}.");
        }
    }

    private static SearchHitModel Of(RunSearchHit hit)
    {
        var stream = Shapes.Of(hit.Stream.Stream);
        var url = string.Create(
            CultureInfo.InvariantCulture,
            $"/runs/{Uri.EscapeDataString(hit.Stream.RunKey)}?tab=logs&step={Uri.EscapeDataString(hit.Stream.Step)}&attempt={hit.Stream.Attempt}&stream={stream}#L{hit.Line}");
        return new SearchHitModel(
            hit.Stream.RunKey, hit.Stream.RunId.Value, hit.Stream.Workflow, hit.Stream.Step, hit.Stream.Attempt, hit.Stream.AttemptId.Value, stream, hit.Line, hit.Time, hit.Text, url);
    }
}
