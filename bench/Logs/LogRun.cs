namespace Signalbox.Bench.Logs;

/// <summary>One run whose child printed the source.</summary>
/// <param name="Attempt">Its attempt.</param>
/// <param name="ChildSeconds">From the child's first to its last byte, by its own clock.</param>
/// <param name="StoredSeconds">From its first byte until the stream was marked complete.</param>
/// <param name="WatchedSeconds">From its first byte until the watcher had everything.</param>
internal sealed record LogRun(string Attempt, double ChildSeconds, double StoredSeconds, double WatchedSeconds);
