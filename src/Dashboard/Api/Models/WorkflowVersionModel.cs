namespace Signalbox.Dashboard.Api.Models;

/// <summary>A saved change of a workflow; never changed.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Sha256">Of the text, hex.</param>
/// <param name="CreatedAt">When it was first seen.</param>
/// <param name="Yaml">As written; null in a list.</param>
public sealed record WorkflowVersionModel(int Number, string Sha256, DateTimeOffset CreatedAt, string? Yaml);
