using Microsoft.Extensions.Diagnostics.HealthChecks;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Ready only when the database answers.</summary>
internal sealed class DatabaseHealthCheck(IRunQueries queries) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await queries.ListAsync(new RunFilter { Limit = 1 }, cancellationToken);
            return HealthCheckResult.Healthy("answers");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The exception itself goes to the log; its text may name files.
            return new HealthCheckResult(context.Registration.FailureStatus, "does not answer", e);
        }
    }
}
