namespace Signalbox.Dashboard.Hosting.Cluster;

/// <summary>Log messages of several servers on one database; event ids 2200 to 2249.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(2200, LogLevel.Information, "This server is the node {Node}")]
    public static partial void NodeEntered(this ILogger logger, string node);

    [LoggerMessage(2201, LogLevel.Warning, "The node {Node} still has a lease of {Seconds:0.0} s from another start of this machine, or from another machine: waiting for its end")]
    public static partial void WaitsForLease(this ILogger logger, string node, double seconds);

    [LoggerMessage(2202, LogLevel.Error, "Another process is the node {Node} by now; this one should be stopped")]
    public static partial void PlaceLost(this ILogger logger, string node);

    [LoggerMessage(2203, LogLevel.Warning, "No sign of life of {Nodes}: the runs that they held are taken over")]
    public static partial void NodesMissed(this ILogger logger, string nodes);

    [LoggerMessage(2204, LogLevel.Error, "The lease of this node could not be renewed; it is tried again")]
    public static partial void LeaseNotRenewed(this ILogger logger, Exception exception);

    [LoggerMessage(2205, LogLevel.Error, "Agents that are no longer this node's could not be looked for; the next look is in a moment")]
    public static partial void AgentsNotLookedFor(this ILogger logger, Exception exception);

    [LoggerMessage(2206, LogLevel.Warning, "The other servers could not be told of changes; they see them when they look")]
    public static partial void NotTold(this ILogger logger, Exception exception);

    [LoggerMessage(2207, LogLevel.Warning, "This server does not hear the others for the moment; it listens again in 2 s")]
    public static partial void NotListening(this ILogger logger, Exception exception);

    [LoggerMessage(2208, LogLevel.Warning, "A message of another server could not be followed")]
    public static partial void MessageFailed(this ILogger logger, Exception exception);
}
