namespace Signalbox.Engine.Runs;

/// <summary>The run has other steps than this session knows: it is read again, and goes on.</summary>
internal sealed class PlanChangedException(string key) : Exception($"steps were added to run {key}");
