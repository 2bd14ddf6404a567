namespace Signalbox.Dashboard.Hosting.Telemetry;

/// <summary>Traces, metrics and the ids in logs (design/README.md; docs/adr/0001 on the packages).</summary>
internal static class TelemetryServices
{
    /// <summary>Registers the export, and where there is a receiver the meters that feed it.</summary>
    public static void AddTelemetry(this IServiceCollection services, TelemetryOptions? options)
    {
        // First of the hosted services, so that it stops last and sends what the others end with.
        services.AddSingleton(provider => new TelemetryExport(options, provider.GetRequiredService<ILogger<TelemetryExport>>()));
        services.AddHostedService(provider => provider.GetRequiredService<TelemetryExport>());
        if (options is not null)
        {
            services.AddSingleton<RunInstruments>();
            services.AddHostedService<RunMeters>();
        }
    }
}
