using Signalbox.Engine.Identity;
using Signalbox.Engine.Processes;
using Signalbox.Persistence.Cluster;

namespace Signalbox.Dashboard.Hosting.Cluster;

/// <summary>
/// Takes this directory's place among the nodes before anything is claimed. A copy of the directory that serves elsewhere would be taken for this one, and is not:
/// then this server does not start.
/// </summary>
internal sealed class NodeStartup(INodeStore nodes, ServerNode node, NodeLease lease, DataDirectory data, TimeProvider time, ILogger<NodeStartup> log) : IStartupTask
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var entry = new NodeEntry(node, data.Path, OwnSupervisors.BootId(), ProductVersion.Text);
        TimeSpan? left = null;
        while (await nodes.EnterAsync(entry, lease.Length, cancellationToken) is { } other)
        {
            if (other.LeaseLeft > left)
            {
                throw new SignalboxFaultException(
                    ExitCodes.Refused,
                    $"another server is the node {node.Id} (its data directory is {other.Directory}): if {data.Path} is a copy of it, delete {data.NodeFile} and this server becomes a node of its own");
            }

            if (left is null)
            {
                // The machine was started anew, or the directory brought to another one: the lease of before ends by itself.
                log.WaitsForLease(node.Id, other.LeaseLeft.TotalSeconds);
            }

            left = other.LeaseLeft;
            await Task.Delay(Poll, time, cancellationToken);
        }

        log.NodeEntered(node.Id);
    }
}
