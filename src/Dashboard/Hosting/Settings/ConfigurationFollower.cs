using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>Takes over what another server on the same database applied, within some seconds.</summary>
internal sealed class ConfigurationFollower(ConfigurationDesk desk, IConfigurationStore store, ServerDocuments documents, TimeProvider time, ILogger<ConfigurationFollower> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private int _refused;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            var newest = await store.NewestNumberAsync(cancellationToken);
            if (newest <= documents.AppliedNumber || newest == _refused)
            {
                return;
            }

            if (await desk.FollowAsync(cancellationToken) is { Version: null } refused)
            {
                // Said once: it stays so until the next version, or a restart.
                _refused = newest;
                log.ConfigurationNotTaken(string.Join("; ", refused.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
            }
        }
#pragma warning disable CA1031 // a database that is away for a moment must not end the looking for good
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.ConfigurationNotRead(exception);
        }
    }
}
