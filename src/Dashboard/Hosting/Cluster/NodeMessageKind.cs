namespace Signalbox.Dashboard.Hosting.Cluster;

/// <summary>What a message between servers is about.</summary>
internal enum NodeMessageKind
{
    /// <summary>A run has new events.</summary>
    RunChanged = 0,

    /// <summary>Workflows or repositories changed.</summary>
    WorkflowsChanged = 1,

    /// <summary>A node is to look at a run that it has the files of.</summary>
    Look = 2,

    /// <summary>Metrics, targets or links changed beside the end of a run.</summary>
    MetricsChanged = 3,
}
