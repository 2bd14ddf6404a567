namespace Signalbox.Engine.Workflows;

/// <summary>A command that proves a step's work: exit 0 means verified (<c>verify:</c>).</summary>
/// <param name="Run">Script, under the step's shell; never interpolated.</param>
/// <param name="Timeout">Longest time it may take.</param>
public sealed record VerifyDefinition(string Run, TimeSpan Timeout);
