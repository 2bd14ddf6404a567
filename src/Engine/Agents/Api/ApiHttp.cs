using System.Net;
using System.Net.Sockets;

namespace Signalbox.Engine.Agents.Api;

/// <summary>
/// HTTP as far as an API agent may go (design/security.md): to its own host alone, without redirects, and never to an address that a cloud
/// machine tells its own credentials at. Names are looked up here, so that the address that was checked is the one that is called.
/// </summary>
internal static class ApiHttp
{
    /// <summary>Longer than any attempt may last: its supervisor ends it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(2);

    private static readonly IPAddress[] Metadata =
    [
        IPAddress.Parse("100.100.100.200"), // Alibaba
        IPAddress.Parse("168.63.129.16"), // Azure
        IPAddress.Parse("192.0.0.192"), // Oracle
        IPAddress.Parse("fd00:ec2::254"), // Amazon
    ];

    /// <summary>A client for this address; what the last answer said about trying again is kept in <paramref name="limits"/>.</summary>
    public static HttpClient Create(Uri baseUrl, ApiLimits limits)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = ConnectAsync,
        };
        return new HttpClient(new ApiGuard(baseUrl, limits, sockets)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Whether an address is one that is never called.</summary>
    public static bool IsRefused(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.IsIPv6LinkLocal || plain.IsIPv6Multicast || Metadata.Contains(plain))
        {
            return true;
        }

        var bytes = plain.GetAddressBytes();
        return plain.AddressFamily == AddressFamily.InterNetwork && (bytes is [169, 254, ..] or [>= 224, ..]);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        if (Array.Find(addresses, IsRefused) is { } refused)
        {
            throw new ApiRefusedException($"{host} is at the address {refused.ToString()}, which is link-local or tells a machine's own credentials: it is never called");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
