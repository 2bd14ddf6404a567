using Microsoft.Extensions.Logging;

namespace Signalbox.Engine.Library;

/// <summary>Log messages of the library; event ids 1200 to 1249.</summary>
internal static partial class LibraryLog
{
    [LoggerMessage(1200, LogLevel.Warning, "The workflow file {Path} cannot be read")]
    public static partial void WorkflowNotRead(this ILogger logger, Exception exception, string path);
}
