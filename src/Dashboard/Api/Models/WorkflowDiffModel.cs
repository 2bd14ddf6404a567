namespace Signalbox.Dashboard.Api.Models;

/// <summary>The difference of two versions.</summary>
/// <param name="From">Number of the one.</param>
/// <param name="To">Number of the other.</param>
/// <param name="Diff">As <c>diff -u</c> writes it; empty when they are equal.</param>
public sealed record WorkflowDiffModel(int From, int To, string Diff);
