using Microsoft.Extensions.Logging;

namespace Signalbox.Engine.Terminals;

/// <summary>Log messages of windows; event ids 1900 to 1909.</summary>
internal static partial class TerminalLog
{
    [LoggerMessage(1900, LogLevel.Warning, "No window for step {Step} of {Run}: {Fault}")]
    public static partial void NoWindow(this ILogger logger, string run, string step, string fault);

    [LoggerMessage(1901, LogLevel.Warning, "A window shows no more of its attempt")]
    public static partial void WindowBroke(this ILogger logger, Exception exception);
}
