using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;
using Signalbox.Engine.Logs.Search;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/attempts/{id}/log</c>: what an agent printed.</summary>
internal static class AttemptEndpoints
{
    private const int MaxLines = 5000;

    public static void MapAttempts(this IEndpointRouteBuilder api)
    {
        var attempts = api.MapGroup("/attempts/{id}").WithTags("attempts");
        attempts.MapGet("/log", LogAsync)
            .WithDescription("Lines of one stream. With follow=true: newline-delimited JSON, one batch a line, until the log is complete; part is for reading on within a line over 64 KiB.")
            .Produces<LogBatchModel>().ProducesProblem(400).ProducesProblem(404);
        attempts.MapGet("/log/search", SearchAsync)
            .WithDescription("Lines of one stream that have a text, or match a regular expression with regex=true; exact counts. Hits begin at the line from, or are the last ones before the line before; escape sequences are not searched, and case=true tells small and capital letters apart.")
            .Produces<LogSearchModel>().ProducesProblem(400).ProducesProblem(404);
        attempts.MapGet("/log/raw", RawAsync)
            .WithDescription("The bytes of one stream as far as they are stored, with secrets masked.")
            .Produces(200, contentType: MediaTypeNames.Text.Plain).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);
    }

    private static async Task<IResult> LogAsync(
        string id,
        HttpContext context,
        IRunQueries queries,
        ILogFeed logs,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken,
        string stream = "stdout",
        long from = 1,
        int part = 0,
        int count = 500,
        bool follow = false)
    {
        var (attempt, parsed, problem) = await FindAsync(id, stream, queries, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        IReadOnlyList<FieldError> faults =
        [
            .. QueryFaults.Range("from", from, 1, long.MaxValue), .. QueryFaults.Range("part", part, 0, int.MaxValue), .. QueryFaults.Range("count", count, 1, MaxLines),
        ];
        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        if (!follow)
        {
            return TypedResults.Ok(Shapes.Of(await logs.ReadAsync(attempt.Id, parsed, from, part, count, cancellationToken)));
        }

        if (HeadRequests.IsHead(context))
        {
            return TypedResults.Text("", "application/x-ndjson");
        }

        return TypedResults.Stream(
            async body =>
            {
                using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, cancellationToken);
                await foreach (var batch in logs.FollowAsync(attempt.Id, parsed, from, either.Token))
                {
                    await JsonSerializer.SerializeAsync(body, Shapes.Of(batch), ApiJson.Options, either.Token);
                    await body.WriteAsync("\n"u8.ToArray(), either.Token);
                    await body.FlushAsync(either.Token);
                }
            },
            "application/x-ndjson");
    }

    private static async Task<IResult> SearchAsync(
        string id,
        IRunQueries queries,
        ILogFeed logs,
        CancellationToken cancellationToken,
        string q = "",
        bool regex = false,
        [FromQuery(Name = "case")] bool matchCase = false,
        string stream = "stdout",
        long from = 1,
        long? before = null,
        int limit = 100)
    {
        var (attempt, parsed, problem) = await FindAsync(id, stream, queries, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        IReadOnlyList<FieldError> faults =
        [
            .. QueryFaults.Range("from", from, 1, long.MaxValue), .. QueryFaults.Range("before", before, 1, long.MaxValue), .. QueryFaults.Range("limit", limit, 1, LogSearch.MaxLimit),
        ];
        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        var (pattern, fault) = LogPattern.Create(q, regex, matchCase);
        LogSearchPage? page = null;
        if (pattern is not null)
        {
            (page, fault) = await logs.SearchAsync(attempt.Id, parsed, new LogSearchRequest(pattern, from, before, limit), cancellationToken);
        }

        return page is null
            ? Problems.Invalid("q", q, regex ? "a regular expression" : "a text", $"q: {fault}.")
            : TypedResults.Ok(Shapes.Of(page));
    }

    private static async Task<IResult> RawAsync(string id, IRunQueries queries, ILogFeed logs, CancellationToken cancellationToken, string stream = "stdout")
    {
        var (attempt, parsed, problem) = await FindAsync(id, stream, queries, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        var (content, fault) = await logs.OpenRawAsync(attempt.Id, parsed, cancellationToken);
        if (fault is not null)
        {
            return Problems.Conflict($"The {stream} log of the attempt {id} cannot be shown: {fault}");
        }

        return content is null
            ? Problems.NotFound($"The attempt {id} has no {stream} log.")
            : TypedResults.Stream(content, "text/plain; charset=utf-8", fileDownloadName: $"{attempt.Id}.{stream}.log");
    }

    private static async Task<(Attempt Attempt, LogStream Stream, IResult? Problem)> FindAsync(
        string id, string stream, IRunQueries queries, CancellationToken cancellationToken)
    {
        LogStream? parsed = stream switch { "stdout" => LogStream.Stdout, "stderr" => LogStream.Stderr, _ => null };
        if (parsed is null)
        {
            return (null!, default, Problems.Invalid("stream", stream, "stdout, stderr", $"stream: found '{stream}', allowed are stdout and stderr."));
        }

        var found = EntityId.TryParse<AttemptId>(id, out var attemptId) ? await queries.FindAttemptAsync(attemptId, cancellationToken) : null;
        return found is { Attempt: var attempt }
            ? (attempt, parsed.Value, null)
            : (null!, default, Problems.NotFound($"There is no attempt '{id}'."));
    }
}
