using Microsoft.Extensions.Logging;

namespace Signalbox.Engine.Workspaces.Upkeep;

/// <summary>Log messages of the upkeep of workspaces; event ids 1250 to 1299.</summary>
internal static partial class UpkeepLog
{
    [LoggerMessage(1250, LogLevel.Warning, "The removal of workspace {Workspace} of {Run} had been cut short: {Outcome}")]
    public static partial void RemovalRecovered(this ILogger logger, string workspace, string run, string outcome);
}
