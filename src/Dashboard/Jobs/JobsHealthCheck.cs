using Microsoft.Extensions.Diagnostics.HealthChecks;
using Quartz;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Ready only when the scheduler starts runs: a server that only shows pages would queue them for ever.</summary>
internal sealed class JobsHealthCheck(ISchedulerFactory schedulers) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var scheduler = await schedulers.GetScheduler(cancellationToken);
            return await scheduler.GetStatus(cancellationToken) is var status and not SchedulerStatus.Running
                ? new HealthCheckResult(context.Registration.FailureStatus, $"scheduler: {status}")
                : HealthCheckResult.Healthy("run");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The exception itself goes to the log; its text may name files.
            return new HealthCheckResult(context.Registration.FailureStatus, "do not answer", e);
        }
    }
}
