namespace Signalbox.Dashboard.Api.Models;

/// <summary>Starts a new run at a checkpoint.</summary>
/// <param name="Checkpoint">Checkpoint id.</param>
/// <param name="Agent">Agent for every agent's step; null: the workflow's own.</param>
/// <param name="Key">Key of the new run; null: automatic.</param>
public sealed record ForkBody(string? Checkpoint, string? Agent, string? Key);
