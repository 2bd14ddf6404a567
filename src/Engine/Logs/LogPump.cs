using Signalbox.Engine.Files;

namespace Signalbox.Engine.Logs;

/// <summary>
/// Carries a raw output file into the store as chunks, from the committed offset on (design/engine.md, Logs). The file is
/// the source and the store knows how far it has come, so that a pump can stop at any moment and another go on without
/// losing or repeating a byte.
/// </summary>
public sealed class LogPump(ILogStore store, LogSignals signals, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Runs until the process has ended and the file's end is stored, or the store refuses. At a file's growth of 100 MB/s it
    /// stores 1 MiB a transaction.
    /// </summary>
    /// <param name="source">The file and its stream.</param>
    /// <param name="processEnded">Completes when nothing will write to the file any more.</param>
    /// <param name="cancellationToken">Stops it; what is stored stays.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<LogPumpResult> RunAsync(LogSource source, Task processEnded, CancellationToken cancellationToken)
    {
        var position = await store.GetPositionAsync(source.AttemptId, source.Stream, cancellationToken);
        if (position.Complete)
        {
            return new LogPumpResult(LogPumpEnd.Complete, position);
        }

        using var cutter = new LogCutter(source, position, time);
        FileStream? file = null;
        try
        {
            while (true)
            {
                // Asked before reading: when it had ended then, an end of file is the end.
                var ended = processEnded.IsCompleted;
                file ??= UntrustedFile.TryOpen(source.File);
                var full = file is not null && await cutter.FillAsync(file.SafeFileHandle, cancellationToken);
                var complete = ended && !full;
                var chunks = cutter.Cut(complete);
                if (chunks.Count > 0 || complete)
                {
                    var append = new LogAppend(source.RunId, source.Epoch, source.AttemptId, source.Stream, position.Offset, chunks, complete);
                    if (!await store.AppendAsync(append, cancellationToken))
                    {
                        return new LogPumpResult(LogPumpEnd.Refused, position);
                    }

                    position = new LogPosition(cutter.Offset, cutter.Lines, complete);
                    signals.Announce(source.AttemptId, source.Stream, position);
                }

                if (complete)
                {
                    return new LogPumpResult(LogPumpEnd.Complete, position);
                }

                if (!full && !ended)
                {
                    await Task.WhenAny(processEnded, Task.Delay(Poll, time, cancellationToken));
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }
        }
    }
}
