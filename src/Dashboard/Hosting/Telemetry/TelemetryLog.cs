namespace Signalbox.Dashboard.Hosting.Telemetry;

/// <summary>Log messages of telemetry; event ids 2200 to 2299.</summary>
internal static partial class TelemetryLog
{
    [LoggerMessage(2200, LogLevel.Information, "Traces and metrics go to {Endpoint} ({Protocol})")]
    public static partial void Exporting(this ILogger logger, Uri endpoint, string protocol);

    [LoggerMessage(2201, LogLevel.Warning, "Some changes of runs came too fast to be counted; metrics of this moment are too low")]
    public static partial void Missed(this ILogger logger);

    [LoggerMessage(2202, LogLevel.Warning, "A change of run {RunId} could not be counted")]
    public static partial void NotCounted(this ILogger logger, Exception exception, string runId);

    [LoggerMessage(2203, LogLevel.Warning, "What was left of the traces and metrics did not reach the receiver in time")]
    public static partial void NotFlushed(this ILogger logger);
}
