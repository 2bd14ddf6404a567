using Signalbox.Engine.Identity;

namespace Signalbox.Persistence.Cluster;

/// <summary>What a server says about itself when it takes its place among the nodes.</summary>
/// <param name="Node">The node.</param>
/// <param name="Directory">Its data directory, absolute.</param>
/// <param name="Boot">The kernel's boot id: the same directory under another one may be a copy on another machine.</param>
/// <param name="Version">Version of Signalbox.</param>
public sealed record NodeEntry(ServerNode Node, string Directory, string Boot, string Version);
