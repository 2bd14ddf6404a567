namespace Signalbox.Dashboard.Api.Models;

/// <summary>A declared input of a workflow.</summary>
public sealed record InputModel(
    string Name,
    string Type,
    bool Required,
    string? Description,
    object? Default,
    IReadOnlyList<string> Options,
    long? Min,
    long? Max,
    int? MaxLength);
