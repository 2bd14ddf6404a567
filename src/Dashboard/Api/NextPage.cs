using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Net.Http.Headers;

namespace Signalbox.Dashboard.Api;

/// <summary>
/// Lists that answer with a bare array and go on with <c>?before=ID</c>: where there is more, a header says where (RFC 8288).
/// One more than was asked for is read, so that it is known.
/// </summary>
internal static class NextPage
{
    /// <summary>What a list that goes on so says of itself.</summary>
    /// <param name="one">What it lists, in the singular.</param>
    public static string More(string one) => $"Where there are more, the header Link names the next page (rel=next): the same list before the last {one} of this one.";

    /// <summary>The page, without the one that shows that there is more; the header is set when there is.</summary>
    /// <param name="context">The request and its answer.</param>
    /// <param name="found">What was read, at most one more than the limit.</param>
    /// <param name="limit">How many were asked for.</param>
    /// <param name="id">What <c>before</c> is to be.</param>
    /// <param name="oldestFirst">The list is the wrong way round: the one too many comes first.</param>
    public static IReadOnlyList<T> Of<T>(HttpContext context, IReadOnlyList<T> found, int limit, Func<T, string> id, bool oldestFirst = false)
    {
        if (found.Count <= limit)
        {
            return found;
        }

        var page = oldestFirst ? found.Skip(found.Count - limit).ToList() : [.. found.Take(limit)];
        var query = new QueryBuilder(context.Request.Query.Where(q => !q.Key.Equals("before", StringComparison.OrdinalIgnoreCase))) { { "before", id(oldestFirst ? page[0] : page[^1]) } };
        context.Response.Headers[HeaderNames.Link] = $"<{context.Request.PathBase}{context.Request.Path}{query}>; rel=\"next\"";
        return page;
    }
}
