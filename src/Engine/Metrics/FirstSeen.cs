namespace Signalbox.Engine.Metrics;

/// <summary>When a value of something was first told by a fact.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Whose.</param>
/// <param name="Value">The value.</param>
/// <param name="At">When.</param>
/// <param name="Workflow">Workflow it is of; null: not one's.</param>
/// <param name="Repository">Repository it is of; null: not one's.</param>
public sealed record FirstSeen(ChangeKind Kind, string Name, string Value, DateTimeOffset At, string? Workflow = null, string? Repository = null);
