namespace Signalbox.Engine.Runs;

/// <summary>The run has other steps than this session knows, or an answer that it does not know: it is read again, and goes on.</summary>
internal sealed class PlanChangedException(string key) : Exception($"steps of run {key} were added, or a question of it was answered");
