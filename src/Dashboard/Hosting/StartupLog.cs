namespace Signalbox.Dashboard.Hosting;

/// <summary>Log messages of the start; event ids 2100 to 2199.</summary>
internal static partial class StartupLog
{
    [LoggerMessage(2100, LogLevel.Warning, "The samples could not be put in place: {Fault}")]
    public static partial void SamplesMissing(this ILogger logger, string fault);

    [LoggerMessage(2101, LogLevel.Warning, "The repository {Path}, in which this data lies, cannot be used: {Fault}")]
    public static partial void OwnRepositoryMissing(this ILogger logger, string path, string fault);

    [LoggerMessage(2102, LogLevel.Warning, "The {What} that was cut short has been gone on with, and is done")]
    public static partial void WentOnWith(this ILogger logger, string what);

    [LoggerMessage(2103, LogLevel.Warning, "Of the import that was cut short, commits could not be brought into a repository: {Note}")]
    public static partial void ImportLeft(this ILogger logger, string note);
}
