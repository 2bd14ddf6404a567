namespace Signalbox.Dashboard.Jobs;

/// <summary>Log messages of the jobs; event ids 2000 to 2099.</summary>
internal static partial class JobsLog
{
    [LoggerMessage(2000, LogLevel.Warning, "{Count} executor(s) did not let go in time; the next server takes their runs over all the same")]
    public static partial void ExecutorsSlow(this ILogger logger, int count);

    [LoggerMessage(2001, LogLevel.Error, "Recovery could not look at the runs; it looks again in a moment")]
    public static partial void SweepFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2002, LogLevel.Error, "The workflows of repository {Repository} could not be read")]
    public static partial void SyncFailed(this ILogger logger, Exception exception, string repository);

    [LoggerMessage(2004, LogLevel.Error, "The agents could not be looked for; the next look is in a moment")]
    public static partial void AgentCheckFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2005, LogLevel.Information, "The schedule of {Workflow} started {Run}")]
    public static partial void Scheduled(this ILogger logger, string workflow, string run);

    [LoggerMessage(2006, LogLevel.Warning, "The schedule '{Cron}' of {Workflow} started nothing: {Reason}")]
    public static partial void ScheduleRefused(this ILogger logger, string workflow, string cron, string reason);

    [LoggerMessage(2007, LogLevel.Error, "The schedule of {Workflow} could not start a run; the next time counts")]
    public static partial void ScheduleFailed(this ILogger logger, Exception exception, string workflow);

    [LoggerMessage(2008, LogLevel.Warning, "The schedule '{Cron}' in {TimeZone} of {Workflow} is not understood: {Reason}")]
    public static partial void ScheduleNotUnderstood(this ILogger logger, string workflow, string cron, string timeZone, string reason);

    [LoggerMessage(2009, LogLevel.Error, "The schedules could not be made as the workflows say; the next change of a workflow tries again")]
    public static partial void SchedulesNotRead(this ILogger logger, Exception exception);

    [LoggerMessage(2010, LogLevel.Error, "Runs that need not be kept could not be deleted; the next look is in an hour")]
    public static partial void RetentionFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2014, LogLevel.Error, "Metrics could not be computed ahead; whoever asks for them waits a little longer, and the next look is in an hour")]
    public static partial void MetricsFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2015, LogLevel.Error, "Regressions could not be looked for; the next look is in an hour")]
    public static partial void RegressionsFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2011, LogLevel.Error, "The index of logs could not be brought up to date; the next try is in {Seconds} s")]
    public static partial void IndexFailed(this ILogger logger, Exception exception, double seconds);

    [LoggerMessage(2012, LogLevel.Error, "A workspace could not be looked at; whoever looks next tries again")]
    public static partial void WorkspaceNotSeen(this ILogger logger, Exception exception);

    [LoggerMessage(2013, LogLevel.Error, "A feature could not follow the run of its tasks; it does when the run moves again")]
    public static partial void FeatureNotFollowed(this ILogger logger, Exception exception);

    [LoggerMessage(2003, LogLevel.Warning, "The workflow folder of repository {Repository} cannot be watched and is looked at every 10 s instead: {Reason}")]
    public static partial void NotWatched(this ILogger logger, string repository, string reason);

    [LoggerMessage(2030, LogLevel.Warning, "Agents get no windows: {Fault}")]
    public static partial void NoTerminals(this ILogger logger, string fault);

    [LoggerMessage(2031, LogLevel.Warning, "The windows of agents could not be looked at; the next change looks again")]
    public static partial void TerminalsFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2040, LogLevel.Warning, "Nobody was told of {Webhook} ({Reason}); try {Next} is at {At}")]
    public static partial void NotificationDelayed(this ILogger logger, string webhook, string reason, int next, DateTimeOffset at);

    [LoggerMessage(2041, LogLevel.Error, "Nobody was told of {Webhook}: {Reason}; it is not tried again")]
    public static partial void NotificationGivenUp(this ILogger logger, string webhook, string reason);

    [LoggerMessage(2042, LogLevel.Error, "What is to be told could not be read or noted; it is tried again")]
    public static partial void NotificationFailed(this ILogger logger, Exception exception);
}
