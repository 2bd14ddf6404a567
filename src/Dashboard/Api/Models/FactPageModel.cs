namespace Signalbox.Dashboard.Api.Models;

/// <summary>A page of facts, newest first.</summary>
/// <param name="Items">The facts.</param>
/// <param name="NextCursor">For the next page; null at the end.</param>
public sealed record FactPageModel(IReadOnlyList<MetricFactModel> Items, string? NextCursor);
