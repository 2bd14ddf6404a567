namespace Signalbox.Dashboard.Api.Models;

/// <summary>A page of a list, newest first.</summary>
/// <param name="Items">The rows.</param>
/// <param name="NextCursor">For the next page; null at the end.</param>
/// <param name="Total">Rows in all.</param>
public sealed record PageModel<T>(IReadOnlyList<T> Items, string? NextCursor, int Total);
