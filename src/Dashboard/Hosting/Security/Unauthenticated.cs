using Signalbox.Dashboard.Api;

namespace Signalbox.Dashboard.Hosting.Security;

/// <summary>What somebody gets who is not signed in: programs a problem document, people the page that says what to do.</summary>
internal static class Unauthenticated
{
    /// <summary>Answers a request that needs a sign-in.</summary>
    public static Task AnswerAsync(HttpContext context)
    {
        if (IsForPrograms(context.Request.Path))
        {
            return Problems.Of(
                StatusCodes.Status401Unauthorized,
                "Not signed in",
                "Send the token of cli.token in the data directory as 'Authorization: Bearer TOKEN', or sign in with the link that 'signalbox login' prints.").ExecuteAsync(context);
        }

        var wanted = context.Request.PathBase + context.Request.Path + context.Request.QueryString;
        var read = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        context.Response.Redirect(read && !string.Equals(wanted, "/", StringComparison.Ordinal) ? $"/login?returnUrl={Uri.EscapeDataString(wanted)}" : "/login");
        return Task.CompletedTask;
    }

    /// <summary>Answers a request that the user may not make.</summary>
    public static Task ForbidAsync(HttpContext context) =>
        Problems.Of(StatusCodes.Status403Forbidden, "Not allowed", "Your role does not allow this.").ExecuteAsync(context);

    /// <summary>Whether the path is used by programs, which get problem documents and no pages.</summary>
    public static bool IsForPrograms(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase);
}
