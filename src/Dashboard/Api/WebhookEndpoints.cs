using Signalbox.Dashboard.Api.Models;
using Signalbox.Engine.Webhooks;

namespace Signalbox.Dashboard.Api;

/// <summary><c>/webhooks</c>: what was told outside, and what still waits to be.</summary>
internal static class WebhookEndpoints
{
    private const int MaxLimit = 200;

    public static void MapWebhooks(this IEndpointRouteBuilder api) =>
        api.MapGroup("/webhooks").WithTags("hooks").MapGet("/", ListAsync).WithSummary("Lists what was told outside or waits to be, newest first")
            .WithDescription(NextPage.More("webhook")).Produces<IReadOnlyList<WebhookDeliveryModel>>().ProducesProblem(400);

    private static async Task<IResult> ListAsync(HttpContext context, WebhookDesk desk, CancellationToken cancellationToken, string? before = null, int limit = 50)
    {
        if (QueryFaults.Range("limit", limit, 1, MaxLimit).ToList() is { Count: > 0 } faults)
        {
            return QueryFaults.Problem(faults);
        }

        var found = await desk.ListAsync(string.IsNullOrEmpty(before) ? null : before, limit + 1, cancellationToken);
        return TypedResults.Ok(NextPage.Of(context, found, limit, d => d.Id).Select(WebhookDeliveryModel.Of).ToList());
    }
}
