namespace Signalbox.Dashboard.Api.Models;

/// <summary>A change that a bend of a metric may come from.</summary>
/// <param name="Time">When it was first seen.</param>
/// <param name="Kind"><c>WorkflowVersion</c>, <c>Model</c> or <c>Configuration</c>.</param>
/// <param name="Name">The workflow, the agent, or who applied the configuration.</param>
/// <param name="Value">What it is from then on.</param>
public sealed record MetricChangeModel(DateTimeOffset Time, string Kind, string Name, string Value);
