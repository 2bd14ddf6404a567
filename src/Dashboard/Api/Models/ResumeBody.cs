namespace Signalbox.Dashboard.Api.Models;

/// <summary>Resumes a run.</summary>
/// <param name="From">A step id or a checkpoint id; null: where it stopped.</param>
public sealed record ResumeBody(string? From);
