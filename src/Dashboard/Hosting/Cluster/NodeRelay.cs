using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Cluster;

namespace Signalbox.Dashboard.Hosting.Cluster;

/// <summary>Tells the node that has a run's files to look at it.</summary>
internal sealed class NodeRelay(INodeChannel channel) : IRunRelay
{
    public Task PassAsync(RunId run, string node, CancellationToken cancellationToken) => channel.SendAsync([NodeMessage.Look(node, run)], cancellationToken);
}
