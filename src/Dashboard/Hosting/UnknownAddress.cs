using Signalbox.Dashboard.Hosting.Security;

namespace Signalbox.Dashboard.Hosting;

/// <summary>
/// A person who opens an address that does not exist gets a page that says so, with status 404. Programs, and what a page itself
/// fetches (scripts, pictures, sockets), get the bare status. Whoever is not signed in never comes this far.
/// </summary>
internal static class UnknownAddress
{
    /// <summary>Path of the page, Components/Errors/NotFoundPage.</summary>
    public const string Page = "/not-found";

    /// <summary>Whether a browser asks for a document to show.</summary>
    public static bool IsOfAPerson(HttpContext context)
    {
        var request = context.Request;
        return (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && !Unauthenticated.IsForPrograms(request.Path)
            && request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
    }
}
