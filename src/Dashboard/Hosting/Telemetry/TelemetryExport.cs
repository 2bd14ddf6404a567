using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Signalbox.Dashboard.Hosting.Telemetry;

/// <summary>
/// Sends the spans and meters named <c>Signalbox</c>, and those of the web server and the runtime, over OTLP. Without a receiver the spans are
/// made all the same: the log carries their ids.
/// </summary>
internal sealed class TelemetryExport(TelemetryOptions? options, ILogger<TelemetryExport> log) : IHostedService, IDisposable
{
    /// <summary>Name of the engine's source of spans and of the meter.</summary>
    public const string Source = "Signalbox";

    private const int FlushMilliseconds = 3000;
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => source.Name is Source,
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        SampleUsingParentId = static (ref ActivityCreationOptions<string> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ActivitySource.AddActivityListener(_listener);
        if (options is null)
        {
            return Task.CompletedTask;
        }

        var resource = ResourceBuilder.CreateDefault().AddService("signalbox", serviceVersion: ProductVersion.Text);

        // Every run is traced: they are few, and each is looked for by its id.
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .SetSampler(new AlwaysOnSampler())
            .AddSource(Source, "Microsoft.AspNetCore")
            .AddOtlpExporter(o => Configure(o, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Source, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddOtlpExporter(o => Configure(o, "v1/metrics"))
            .Build();
        log.Exporting(options.Endpoint, options.Grpc ? "gRPC" : "HTTP");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            if (_traces?.ForceFlush(FlushMilliseconds) == false || _metrics?.ForceFlush(FlushMilliseconds) == false)
            {
                log.NotFlushed();
            }
        },
        CancellationToken.None);

    public void Dispose()
    {
        _listener.Dispose();
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private void Configure(OtlpExporterOptions exporter, string path)
    {
        exporter.Protocol = options!.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = options.Grpc ? options.Endpoint : new Uri(options.Endpoint.AbsoluteUri.TrimEnd('/') + "/" + path);
    }
}
