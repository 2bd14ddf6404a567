using Microsoft.Extensions.Logging;
using Signalbox.Engine.Runs.Execution;

namespace Signalbox.Engine.Runs.Records;

/// <summary>
/// Writes a run's documents one after the other on a task of their own, so that the next step does not wait for the files of the one before. They follow
/// their rows: only what is committed is added here, and a server that dies in between leaves the rest to <see cref="DocumentRepair"/>.
/// </summary>
internal sealed class DocumentQueue(ILogger log, string run, Action behind)
{
    private Task _last = Task.CompletedTask;

    /// <summary>Writes this after what was added before. One caller at a time.</summary>
    public void Add(Func<Task> write) => _last = WriteAsync(_last, write);

    /// <summary>Completes when everything that was added is written, or could not be.</summary>
    public Task DrainAsync() => _last;

    private async Task WriteAsync(Task before, Func<Task> write)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.DocumentNotWritten(exception, run);
            behind();
        }
    }
}
