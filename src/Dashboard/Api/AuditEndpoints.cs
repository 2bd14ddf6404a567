using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Audit;
using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/audit</c>: who changed what, when and from where. It can be read only.</summary>
internal static class AuditEndpoints
{
    private const int MaxLimit = 500;
    private const int Batch = 500;
    private const string Lines = "application/x-ndjson";

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("audit");
        audit.MapGet("/", ListAsync).WithSummary("Lists entries of the audit log, newest first").WithDescription(NextPage.More("entry")).Produces<IReadOnlyList<AuditModel>>().ProducesProblem(400);
        audit.MapGet("/export", Export).WithSummary("All entries as JSON lines, newest first").Produces(200, contentType: Lines);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, [FromServices] AuditLog audit, CancellationToken cancellationToken,
        string? who = null, string? action = null, string? target = null, string? before = null, int limit = 100)
    {
        var faults = QueryFaults.Range("limit", limit, 1, MaxLimit).ToList();
        AuditEntryId? after = null;
        if (!string.IsNullOrEmpty(before))
        {
            if (EntityId.TryParse<AuditEntryId>(before, out var id))
            {
                after = id;
            }
            else
            {
                faults.Add(QueryFaults.Fault("before", before, "the id of an entry"));
            }
        }

        if (faults.Count > 0)
        {
            return QueryFaults.Problem(faults);
        }

        var page = NextPage.Of(context, await audit.ListAsync(new AuditFilter(Said(who), Said(action), Said(target)), after, limit + 1, cancellationToken), limit, e => e.Id.Value);
        return TypedResults.Ok(page.Select(GovernanceModels.Of).ToList());
    }

    private static PushStreamHttpResult Export([FromServices] AuditLog audit, CancellationToken cancellationToken) =>
        TypedResults.Stream(body => WriteAsync(audit, body, cancellationToken), Lines, fileDownloadName: "audit.jsonl");

    private static async Task WriteAsync(AuditLog audit, Stream body, CancellationToken cancellationToken)
    {
        AuditEntryId? before = null;
        while (await audit.ListAsync(new AuditFilter(), before, Batch, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var entry in page)
            {
                await JsonSerializer.SerializeAsync(body, GovernanceModels.Of(entry), ApiJson.Options, cancellationToken);
                await body.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }

            before = page[^1].Id;
        }
    }

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
