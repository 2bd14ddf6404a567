namespace Signalbox.Engine.Features;

/// <summary>One line of a feature's checklist.</summary>
/// <param name="Key">Stays the same as long as its owner and its text do.</param>
/// <param name="Owner">Id of the task or requirement.</param>
/// <param name="IsTask">Whether the owner is a task; else it is a requirement.</param>
/// <param name="IsDoneWhen">Whether it is the task's <c>done_when</c>; else it is an acceptance criterion.</param>
/// <param name="Text">What must hold.</param>
/// <param name="Command">The command that proves it; null: a person says so.</param>
public sealed record FeatureCheck(string Key, string Owner, bool IsTask, bool IsDoneWhen, string Text, string? Command);
