using System.Threading.Channels;
using Signalbox.Engine.Events;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Jobs;

/// <summary>
/// Reads a repository's workflows again when its workflow folder changes. The file system's own notices make it quick; a look every 10 s
/// makes it certain where notices are lost or the folder did not exist yet.
/// </summary>
internal sealed class WorkflowWatchService(IWorkflowLibrary library, RunEventBus bus, TimeProvider time, ILogger<WorkflowWatchService> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, FileSystemWatcher> _watchers = new(StringComparer.Ordinal);

    public override void Dispose()
    {
        foreach (var watcher in _watchers.Values)
        {
            watcher.Dispose();
        }

        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A repository that becomes known is watched at once: its owner writes the first workflow in the next moment.
        using var known = bus.Subscribe(notice => notice is Notice.WorkflowsChanged);
        var listening = ListenAsync(known, stoppingToken);
        try
        {
            while (true)
            {
                await TrySyncAllAsync(stoppingToken);
                await WaitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }

        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ListenAsync(NoticeSubscription known, CancellationToken cancellationToken)
    {
        await foreach (var _ in known.ReadAllAsync(cancellationToken))
        {
            _changed.Writer.TryWrite(true);
        }
    }

    private async Task TrySyncAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SyncAllAsync(cancellationToken);
        }
#pragma warning disable CA1031 // a database that is busy for a moment must not end the watching, and with it the server
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.SyncFailed(exception, "any");
        }
    }

    private async Task SyncAllAsync(CancellationToken cancellationToken)
    {
        foreach (var repository in await library.RepositoriesAsync(cancellationToken))
        {
            Watch(repository);
            try
            {
                await library.SyncAsync(repository, cancellationToken);
            }
#pragma warning disable CA1031 // one repository that cannot be read must not keep the others from being read
            catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
            {
                log.SyncFailed(exception, repository.Name);
            }
        }
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timeout = new CancellationTokenSource(Interval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await _changed.Reader.ReadAsync(either.Token);
            // An editor saves in several steps: one reading after the last of them is enough.
            await Task.Delay(Settle, time, cancellationToken);
            _changed.Reader.TryRead(out _);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing was heard: look anyway.
        }
    }

    private void Watch(Repository repository)
    {
        var folder = Path.Combine(repository.Path, WorkflowLibrary.Folder);
        if (_watchers.ContainsKey(folder) || !Directory.Exists(folder))
        {
            return;
        }

        try
        {
            var watcher = new FileSystemWatcher(folder);
            watcher.Changed += Heard;
            watcher.Created += Heard;
            watcher.Deleted += Heard;
            watcher.Renamed += Heard;
            watcher.EnableRaisingEvents = true;
            _watchers[folder] = watcher;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException)
        {
            log.NotWatched(repository.Name, exception.Message);
        }
    }

    private void Heard(object sender, FileSystemEventArgs change) => _changed.Writer.TryWrite(true);
}
