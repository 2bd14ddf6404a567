using System.Net;
using System.Net.Sockets;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Engine.Workspaces;

/// <summary>Spec 4, parallel/port_manager: ports without a clash with other programs of the machine.</summary>
public sealed class PortHandoutTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void IsFree_AnotherProgramListens_IsFalseUntilItStops(string address)
    {
        var at = IPAddress.Parse(address);
        Assert.SkipWhen(at.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6, "this machine has no IPv6");
        int port;
        using (var other = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp))
        {
            other.Bind(new IPEndPoint(at, 0));
            other.Listen(1);
            port = ((IPEndPoint)other.LocalEndPoint!).Port;

            Assert.False(PortHandout.IsFree(port));
        }

        Assert.True(PortHandout.IsFree(port));
    }

    [Fact]
    public void From_AnywhereInTheRange_NamesEachPortOnce()
    {
        var range = new PortRange(20000, 20009);

        Assert.Equal([20007, 20008, 20009, 20000, 20001, 20002, 20003, 20004, 20005, 20006], range.From(20007));
        Assert.Equal(10, range.Count);
    }

    [Fact]
    public async Task LeaseAsync_NoneIsLeft_SaysWhatToDo()
    {
        var (leases, fault) = await new PortHandout(new NoPorts(), new PortRange(20000, 20001))
            .LeaseAsync(EntityId.New<RunId>(), [new PortWish(EntityId.New<RepositoryId>(), "PORT")], isAnew: false, TestContext.Current.CancellationToken);

        Assert.Empty(leases);
        Assert.Equal("ports: fewer than 1 ports are free between 20000 and 20001: end runs that have some, or widen Workspaces:Ports", fault);
    }

    private sealed class NoPorts : IPortStore
    {
        public Task<IReadOnlyList<PortLease>> ListAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PortLease>>([]);

        public Task<IReadOnlyList<PortLease>?> LeaseAsync(
            RunId run, IReadOnlyList<PortWish> wishes, IEnumerable<int> candidates, Func<int, bool> isFree, bool isAnew, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PortLease>?>(null);
    }
}
