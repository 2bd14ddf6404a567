namespace Signalbox.Dashboard.Api.Models;

/// <summary>The answer to a claim.</summary>
/// <param name="Work">The step; null: there is none that the worker can do.</param>
public sealed record ClaimModel(WorkModel? Work);
