using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Signalbox.Dashboard.Api;

/// <summary>Where people reach this server.</summary>
/// <param name="server">The web server.</param>
/// <param name="embedded">It lives in a command and ends with it: nobody could open its pages.</param>
internal sealed class ServerAddress(IServer server, bool embedded)
{
    /// <summary>Without a slash at the end; known once the server listens.</summary>
    public string Url => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/') ?? "";

    /// <summary>The page of a run; null when there is none that lasts.</summary>
    public string? OfRun(string key) => embedded ? null : $"{Url}/runs/{Uri.EscapeDataString(key)}";
}
