namespace Signalbox.Engine.Workflows;

/// <summary>How the steps of a workflow are connected.</summary>
public enum WorkflowType
{
    /// <summary>A directed acyclic graph by <c>needs</c>.</summary>
    Simple = 0,

    /// <summary>Named next-edges, loops allowed; <c>langgraph</c> reads as this.</summary>
    Graph = 1,
}
