using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>A fact that metrics are computed from.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Time">When it happened.</param>
/// <param name="RunId">Run that it is of.</param>
/// <param name="Run">What people call that run.</param>
/// <param name="Workflow">Slug of the workflow.</param>
/// <param name="WorkflowVersion">Its version.</param>
/// <param name="Repository">Name of the repository.</param>
/// <param name="Agent">Agent that did it.</param>
/// <param name="Model">Model that it used.</param>
/// <param name="Data">What was measured.</param>
public sealed record MetricFactModel(
    string Id, string Kind, DateTimeOffset Time, string? RunId, string? Run, string? Workflow, int? WorkflowVersion, string? Repository, string? Agent, string? Model, FactDetail Data);
