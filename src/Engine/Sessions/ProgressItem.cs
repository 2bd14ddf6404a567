namespace Signalbox.Engine.Sessions;

/// <summary>A task in a progress file: <c>- [x] BE-001: Created harness module structure</c>.</summary>
/// <param name="Id">What stands before the colon; null when there is none.</param>
/// <param name="Text">What is to be done.</param>
/// <param name="IsDone">Whether its box is ticked.</param>
/// <param name="Under">The lines that are indented below it, as they are.</param>
public sealed record ProgressItem(string? Id, string Text, bool IsDone, IReadOnlyList<string> Under);
