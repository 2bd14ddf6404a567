namespace Signalbox.Dashboard.Api;

/// <summary>
/// Marks an endpoint whose answer is told once and kept nowhere, because it holds secrets: an Idempotency-Key means nothing there, since no answer may stand in a
/// row of the database, and in its backups, for a repetition.
/// </summary>
internal sealed class UnkeptAnswer
{
    private static readonly UnkeptAnswer Mark = new();

    private UnkeptAnswer()
    {
    }

    /// <summary>Marks the endpoint.</summary>
    public static RouteHandlerBuilder On(RouteHandlerBuilder endpoint) => endpoint.WithMetadata(Mark);

    /// <summary>Whether the endpoint that answers this request is marked.</summary>
    public static bool IsOf(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<UnkeptAnswer>() is not null;
}
