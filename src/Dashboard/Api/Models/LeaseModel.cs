namespace Signalbox.Dashboard.Api.Models;

/// <summary>A step that a worker holds.</summary>
/// <param name="Step">Id of the step run, <c>tk_..</c>.</param>
/// <param name="StepId">Step id in the workflow.</param>
/// <param name="Run">Id of the run.</param>
/// <param name="Attempt">Id of the attempt.</param>
/// <param name="Epoch">Epoch that the worker's words name.</param>
/// <param name="Percent">Percent done, as the worker says.</param>
/// <param name="Progress">What it does now, as the worker says.</param>
/// <param name="ClaimedAt">Since when.</param>
public sealed record LeaseModel(string Step, string StepId, string Run, string Attempt, long Epoch, int? Percent, string? Progress, DateTimeOffset? ClaimedAt);
