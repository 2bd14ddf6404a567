using System.Net;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Where the server listens; loopback only in this version (design/security.md).</summary>
internal static class ListenAddresses
{
    /// <summary>Where it listens when nobody says otherwise.</summary>
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>The addresses of the option, else of ASPNETCORE_URLS, else the default.</summary>
    /// <exception cref="SignalboxFaultException">One of them is not a loopback http address.</exception>
    public static IReadOnlyList<string> Choose(string? option, Func<string, string?> environment)
    {
        var text = new[] { option, environment("ASPNETCORE_URLS"), Default }.First(t => !string.IsNullOrWhiteSpace(t))!;
        var urls = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return urls.Select(FindFault).FirstOrDefault(f => f is not null) is { } fault ? throw new SignalboxFaultException(ExitCodes.BadUsage, fault) : urls;
    }

    /// <summary>Whether somebody says where to listen; otherwise a configuration may.</summary>
    public static bool IsChosen(string? option, Func<string, string?> environment) => !string.IsNullOrWhiteSpace(option) || !string.IsNullOrWhiteSpace(environment("ASPNETCORE_URLS"));

    /// <summary>Whether a host name, without port, is this machine's loopback.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>Why the server does not listen at an address, in one sentence; null: it does.</summary>
    public static string? FindFault(string url)
    {
        // Kestrel takes * and + as any address; a URI does not.
        var readable = url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal);
        if (!Uri.TryCreate(readable, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery is not "/")
        {
            return $"'{url}' is not an address to listen on: write it as {Default}";
        }

        if (!IsLoopback(uri.Host))
        {
            return $"{url} can be reached from other machines, which this version refuses: listen on 127.0.0.1 and reach it through an SSH tunnel";
        }

        return uri.Scheme is "https" ? $"{url} asks for TLS, which the loopback address does not need: write http://{uri.Authority}" : null;
    }
}
