namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>Log messages of configurations; event ids 2250 to 2259.</summary>
internal static partial class SettingsLog
{
    [LoggerMessage(2250, LogLevel.Warning, "The configuration that another server applied does not count here: {Faults}")]
    public static partial void ConfigurationNotTaken(this ILogger log, string faults);

    [LoggerMessage(2251, LogLevel.Warning, "Whether there is another configuration could not be read; it is tried again")]
    public static partial void ConfigurationNotRead(this ILogger log, Exception exception);

    [LoggerMessage(2252, LogLevel.Warning, "The configuration in force has not taken effect on {Part} yet; it is tried again")]
    public static partial void ConfigurationNotSettled(this ILogger log, Exception exception, string part);
}
