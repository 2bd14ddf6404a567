using Microsoft.Extensions.Logging;

namespace Signalbox.Engine.Runs;

/// <summary>Log messages of runs; event ids 1000 to 1099.</summary>
internal static partial class RunLog
{
    /// <summary>Every message inside carries the run's id, key and trace id, which its spans and events have too.</summary>
    public static readonly Func<ILogger, string, string, string, IDisposable?> RunScope = LoggerMessage.DefineScope<string, string, string>("run {RunId} {RunKey} trace {TraceId}");

    [LoggerMessage(1000, LogLevel.Information, "Run {Key} claimed, epoch {Epoch}")]
    public static partial void RunClaimed(this ILogger logger, string key, long epoch);

    [LoggerMessage(1001, LogLevel.Information, "Run {Key} ended {Status}{Reason}")]
    public static partial void RunEnded(this ILogger logger, string key, RunStatus status, string reason);

    [LoggerMessage(1002, LogLevel.Information, "Run {Key} is left to the next server; its agents go on")]
    public static partial void RunLeft(this ILogger logger, string key);

    [LoggerMessage(1003, LogLevel.Warning, "{Message}; this executor stops")]
    public static partial void ClaimLost(this ILogger logger, string message);

    [LoggerMessage(1004, LogLevel.Error, "Run {Key} cannot go on")]
    public static partial void RunBroke(this ILogger logger, Exception exception, string key);

    [LoggerMessage(1005, LogLevel.Error, "Run {Key}: the agent's code failed in step {StepId}, attempt {Attempt}")]
    public static partial void AttemptBroke(this ILogger logger, Exception exception, string key, string stepId, int attempt);

    [LoggerMessage(1006, LogLevel.Warning, "Run {Key}: a document of its folder was not written")]
    public static partial void DocumentNotWritten(this ILogger logger, Exception exception, string key);

    [LoggerMessage(1007, LogLevel.Warning, "Run {Key}: a folder of an earlier run with this key was kept as {Folder}")]
    public static partial void EarlierFolderKept(this ILogger logger, string key, string folder);

    [LoggerMessage(1008, LogLevel.Information, "Run {Key} queued: {Workflow} v{Version} for {Actor}")]
    public static partial void RunQueued(this ILogger logger, string key, string workflow, int version, string actor);

    [LoggerMessage(1010, LogLevel.Error, "Run {Key}: the database or its disk could not be used; its agents go on, and it is taken up again as soon as there is room and nobody else holds it")]
    public static partial void StoreFailed(this ILogger logger, Exception exception, string key);

    [LoggerMessage(1011, LogLevel.Error, "Run {Key}: the database refused what was to be written; its agents go on, and it is taken up again within seconds, a few times")]
    public static partial void StoreRefused(this ILogger logger, Exception exception, string key);

    [LoggerMessage(1012, LogLevel.Information, "{Count} document(s) of runs were written again: they said something else than the rows")]
    public static partial void DocumentsRepaired(this ILogger logger, int count);

    [LoggerMessage(1009, LogLevel.Information, "Recovery queued a job for {Count} run(s) that had none")]
    public static partial void RunsRecovered(this ILogger logger, int count);

    [LoggerMessage(1050, LogLevel.Warning, "Run {Key}: the files of session {Session} were not brought up to date")]
    public static partial void SessionFilesNotWritten(this ILogger logger, Exception exception, string key, string session);

    [LoggerMessage(1060, LogLevel.Information, "{Count} run(s) that need not be kept were deleted")]
    public static partial void RunsDeleted(this ILogger logger, int count);

    [LoggerMessage(1061, LogLevel.Warning, "Run {Key} is old enough to go and is kept: {Reason}")]
    public static partial void RunKept(this ILogger logger, string key, string reason);

    [LoggerMessage(1062, LogLevel.Warning, "Run {Key} is deleted; its folder {Folder} stays: {Reason}")]
    public static partial void RunFolderKept(this ILogger logger, string key, string folder, string reason);

    [LoggerMessage(1070, LogLevel.Warning, "Attempt {Attempt} is over and its agent still works in {Directory}: another node took its run over; its processes are ended")]
    public static partial void AbandonedAgentEnds(this ILogger logger, string attempt, string directory);

    [LoggerMessage(1071, LogLevel.Warning, "Attempt {Attempt}: {Fault}")]
    public static partial void AbandonedFilesNotMasked(this ILogger logger, string attempt, string fault);
}
