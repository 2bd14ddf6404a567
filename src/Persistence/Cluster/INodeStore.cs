using Signalbox.Engine.Identity;

namespace Signalbox.Persistence.Cluster;

/// <summary>The servers of one database and their leases. Whether one lives is said by the clock of the database, whatever the machines' clocks say.</summary>
public interface INodeStore
{
    /// <summary>
    /// Takes the node's place: what an earlier process of it held is free at once. Refused while another machine or another directory has a lease under this id.
    /// </summary>
    /// <returns>Null when it has the place; else who has it.</returns>
    Task<NodeInfo?> EnterAsync(NodeEntry entry, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Renews the lease.</summary>
    /// <returns>False when another process has the place by now.</returns>
    Task<bool> RenewAsync(ServerNode node, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>The nodes whose lease is over and of which nobody has been told; each is told to one caller.</summary>
    Task<IReadOnlyList<string>> TakeMissedAsync(CancellationToken cancellationToken);

    /// <summary>All nodes, by id.</summary>
    Task<IReadOnlyList<NodeInfo>> ListAsync(CancellationToken cancellationToken);
}
