using System.Globalization;
using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Api;

/// <summary>
/// The id of the run that a request with an Idempotency-Key makes. A server that dies after the run is written and before the answer is kept leaves a key
/// without an answer; whoever says it again gets that run.
/// </summary>
internal static class GivenRun
{
    private static readonly object Item = new();

    /// <summary>Gives this request the id that all requests of its caller with this key have.</summary>
    public static void Give(HttpContext context, string caller, string key, DateTimeOffset firstSaid) =>
        context.Items[Item] = EntityId.Of<RunId>(string.Create(CultureInfo.InvariantCulture, $"{caller}\n{key}\n{firstSaid.UtcTicks}"));

    /// <summary>The id; null for a request without a key.</summary>
    public static RunId? Of(HttpContext context) => context.Items[Item] as RunId?;
}
