using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Workflows;

namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>
/// Takes over what another server on the same database applied, within some seconds, and goes on with what the configuration in force had no effect on yet.
/// </summary>
internal sealed class ConfigurationFollower(ConfigurationDesk desk, IConfigurationStore store, ServerDocuments documents, TimeProvider time, ILogger<ConfigurationFollower> log) : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How often it tries a version again that this server could not take: an agent may be known by then, a file be there.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    private (int Number, DateTimeOffset At) _refused;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await desk.SettleAsync(cancellationToken);
            var newest = await store.NewestNumberAsync(cancellationToken);

            // Whoever starts a server without what was applied waits for what is applied then.
            if (newest > Math.Max(documents.AppliedNumber, documents.LeftOut) && (newest != _refused.Number || time.GetUtcNow() >= _refused.At + RetryInterval))
            {
                await FollowAsync(newest, cancellationToken);
            }
        }
#pragma warning disable CA1031 // a database that is away for a moment must not end the looking for good
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            log.ConfigurationNotRead(exception);
        }
    }

    private async Task FollowAsync(int newest, CancellationToken cancellationToken)
    {
        if (await desk.FollowAsync(cancellationToken) is not { Version: null } refused)
        {
            return;
        }

        if (newest != _refused.Number)
        {
            // Said once; /settings says it as long as it is so.
            log.ConfigurationNotTaken(string.Join("; ", refused.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        }

        _refused = (newest, time.GetUtcNow());
    }
}
