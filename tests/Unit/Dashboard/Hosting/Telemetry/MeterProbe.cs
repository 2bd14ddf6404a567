using System.Diagnostics.Metrics;
using Signalbox.Dashboard.Hosting.Telemetry;

namespace Signalbox.Unit.Dashboard.Hosting.Telemetry;

/// <summary>Listens to one counter of every meter of ours in this process.</summary>
internal sealed class MeterProbe : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _total;

    public MeterProbe(string instrument)
    {
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Meter.Name is TelemetryExport.Source && string.Equals(published.Name, instrument, StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(published);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) =>
        {
            Interlocked.Add(ref _total, value);
            _first.TrySetResult();
        });
        _listener.Start();
    }

    /// <summary>Completes with the first measurement.</summary>
    public Task First => _first.Task;

    public long Total => Interlocked.Read(ref _total);

    public void Dispose() => _listener.Dispose();
}
