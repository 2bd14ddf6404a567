using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>A reason to look at a run: identifies the one job that does.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Epoch">Its epoch when the reason arose.</param>
/// <param name="Wake">Its wake number.</param>
public sealed record RunWakeUp(RunId RunId, long Epoch, long Wake);
