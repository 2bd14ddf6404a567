namespace Signalbox.Dashboard.Api.Models;

/// <summary>An output of a step.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>file</c> or <c>string</c>.</param>
/// <param name="Value">The text, or the file's path in the run's folder.</param>
/// <param name="Bytes">Size of a file; null for text or a file that is gone.</param>
/// <param name="Url">Where a file is downloaded; null for text.</param>
public sealed record OutputModel(string StepId, string Name, string Type, object? Value, long? Bytes, string? Url);
