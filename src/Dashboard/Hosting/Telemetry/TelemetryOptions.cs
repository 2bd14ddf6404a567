namespace Signalbox.Dashboard.Hosting.Telemetry;

/// <summary>Where traces and metrics go.</summary>
/// <param name="Endpoint">Base address of an OTLP receiver.</param>
/// <param name="Grpc">OTLP over gRPC; otherwise protobuf over HTTP, at <c>/v1/traces</c> and <c>/v1/metrics</c> below the address.</param>
internal sealed record TelemetryOptions(Uri Endpoint, bool Grpc);
