namespace Signalbox.Dashboard.Api;

/// <summary>HEAD is answered wherever GET is, by the same endpoint; the server leaves the body out. What streams without an end gives its headers only.</summary>
internal sealed class HeadRequests(RequestDelegate next)
{
    private static readonly object Key = new();

    /// <summary>The method as it was sent.</summary>
    public static string MethodOf(HttpContext context) => IsHead(context) ? HttpMethods.Head : context.Request.Method;

    /// <summary>Only the headers are asked for.</summary>
    public static bool IsHead(HttpContext context) => context.Items.ContainsKey(Key);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsHead(context.Request.Method) || !context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        context.Items[Key] = true;
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    }
}
