namespace Signalbox.Engine.Runs.Export;

/// <summary>What came of an import: exactly one of the first three is not null.</summary>
/// <param name="State">The run as it is now.</param>
/// <param name="Invalid">Why the files cannot be imported, one sentence.</param>
/// <param name="Refused">Why this installation does not take them, one sentence.</param>
/// <param name="LeftOut">What was not taken, a short sentence each.</param>
public sealed record RunImportResult(RunState? State, string? Invalid, string? Refused, IReadOnlyList<string> LeftOut);
