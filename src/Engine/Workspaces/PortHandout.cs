using System.Net;
using System.Net.Sockets;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces;

/// <summary>
/// Hands out ports without a clash (spec 4 port_manager): among the runs of this database by its rows, against every other program by binding. What another
/// program takes between the check and the use is its own doing; the range lies where no system takes ports by itself.
/// </summary>
public sealed class PortHandout(IPortStore store, PortRange range)
{
    /// <summary>The ports of a run.</summary>
    public Task<IReadOnlyList<PortLease>> ListAsync(RunId run, CancellationToken cancellationToken) => store.ListAsync(run, cancellationToken);

    /// <summary>Gives a run the ports that it has not got yet.</summary>
    /// <returns>All that it has now, or one sentence that says why it cannot have them.</returns>
    /// <inheritdoc cref="IPortStore.LeaseAsync"/>
    public async Task<(IReadOnlyList<PortLease> Leases, string? Fault)> LeaseAsync(RunId run, IReadOnlyList<PortWish> wishes, bool isAnew, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wishes);

        // Somewhere else each time: a port that was just given back may still be let go of.
        var candidates = range.From(Random.Shared.Next(range.First, range.Last + 1));
        return await store.LeaseAsync(run, wishes, candidates, IsFree, isAnew, cancellationToken) is { } leases
            ? (leases, null)
            : ([], $"ports: fewer than {wishes.Count} ports are free between {range.First} and {range.Last}: end runs that have some, or widen Workspaces:Ports");
    }

    /// <summary>Whether nothing on this machine uses the port, at any of its addresses.</summary>
    internal static bool IsFree(int port) => CanListen(AddressFamily.InterNetwork, IPAddress.Any, port) && (!Socket.OSSupportsIPv6 || CanListen(AddressFamily.InterNetworkV6, IPAddress.IPv6Any, port));

    private static bool CanListen(AddressFamily family, IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
            if (family == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1); // a port that another listens on can sometimes be bound, never listened on
            return true;
        }
        catch (SocketException exception)
        {
            // A machine may know the family and have no address of it: then nobody can be there.
            return exception.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported;
        }
    }
}
