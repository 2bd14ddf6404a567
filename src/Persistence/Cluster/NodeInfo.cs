namespace Signalbox.Persistence.Cluster;

/// <summary>A node as the database knows it.</summary>
/// <param name="Id">The node.</param>
/// <param name="Directory">Its data directory.</param>
/// <param name="Version">Version of Signalbox.</param>
/// <param name="LeaseLeft">For how long it counts as alive, by the clock of the database; negative: since when it does not.</param>
public sealed record NodeInfo(string Id, string Directory, string Version, TimeSpan LeaseLeft);
