namespace Signalbox.Engine.Metrics;

/// <summary>What changed.</summary>
public enum ChangeKind
{
    /// <summary>The first run of another version of a workflow ended.</summary>
    WorkflowVersion = 0,

    /// <summary>An agent used a model for the first time.</summary>
    Model = 1,

    /// <summary>A configuration was applied.</summary>
    Configuration = 2,
}
