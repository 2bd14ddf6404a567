namespace Signalbox.Dashboard.Api.Models;

/// <summary>The difference of two configurations.</summary>
/// <param name="From">The one version.</param>
/// <param name="To">The other.</param>
/// <param name="Diff">As <c>diff -u</c> writes it; empty when they are equal.</param>
public sealed record ConfigDiffModel(string From, string To, string Diff);
