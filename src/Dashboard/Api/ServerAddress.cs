using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Signalbox.Dashboard.Api;

/// <summary>Where people reach this server.</summary>
internal sealed class ServerAddress(IServer server)
{
    /// <summary>Without a slash at the end; known once the server listens.</summary>
    public string Url => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?.TrimEnd('/') ?? "";
}
