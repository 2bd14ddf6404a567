using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Quartz;
using Signalbox.Dashboard.Jobs;

namespace Signalbox.Unit.Dashboard.Jobs;

public sealed class JobsHealthCheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Check_FollowsTheSchedulerFromStartToShutdown()
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory, LoggerFactory>();
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddQuartz();
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<ISchedulerFactory>();
        var scheduler = await factory.GetScheduler(Token);

        Assert.Equal("Unhealthy: scheduler: Created", await CheckAsync(factory));
        await scheduler.Start(Token);
        Assert.Equal("Healthy: run", await CheckAsync(factory));
        await scheduler.Standby(Token);
        Assert.Equal("Unhealthy: scheduler: Standby", await CheckAsync(factory));
        await scheduler.Start(Token);
        Assert.Equal("Healthy: run", await CheckAsync(factory));
        await scheduler.Shutdown(waitForJobsToComplete: true, Token);
        Assert.StartsWith("Unhealthy: ", await CheckAsync(factory), StringComparison.Ordinal);
    }

    private static async Task<string> CheckAsync(ISchedulerFactory factory)
    {
        var check = new JobsHealthCheck(factory);
        var context = new HealthCheckContext { Registration = new HealthCheckRegistration("jobs", check, HealthStatus.Unhealthy, null) };
        var result = await check.CheckHealthAsync(context, Token);
        return $"{result.Status}: {result.Description}";
    }
}
