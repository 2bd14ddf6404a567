namespace Signalbox.Dashboard.Api.Models;

/// <summary>What changed in one of a run's repositories.</summary>
/// <param name="Repository">What the run calls it.</param>
/// <param name="From">The state before, in words.</param>
/// <param name="To">The state after, in words.</param>
/// <param name="Files">How many files.</param>
/// <param name="Added">Lines added, as far as lines are counted.</param>
/// <param name="Removed">Lines removed, as far as lines are counted.</param>
/// <param name="Fault">Why nothing of it can be shown; null when it can.</param>
public sealed record RepositoryChangesModel(string Repository, string? From, string? To, int? Files, int? Added, int? Removed, string? Fault);
