using System.Globalization;
using System.Text;

namespace Signalbox.Dashboard.Hosting.Output;

/// <summary>How a log entry reads.</summary>
internal static class LogFormat
{
    /// <summary>Time, level, short category and message on one line, ended.</summary>
    public static string Line(DateTimeOffset time, LogLevel level, string category, string message) =>
        string.Create(CultureInfo.InvariantCulture, $"{time:HH:mm:ss} {Word(level)} {Short(category)}: {OneLine(message)}\n");

    /// <summary>The words for an exception without its stack.</summary>
    public static string Sentence(Exception exception) => $"{OneLine(exception.Message)} ({exception.GetType().Name})";

    /// <summary>Text in which control characters, also escape sequences, cannot act on a terminal.</summary>
    public static string OneLine(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var builder = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            builder.Append(c is '\n' or '\r' or '\t' ? ' ' : char.IsControl(c) ? '\uFFFD' : c);
        }

        return builder.ToString();
    }

    private static string Short(string category) => category[(category.LastIndexOf('.') + 1)..];

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        LogLevel.Critical => "fatal",
        LogLevel.None => "     ",
        _ => throw new ArgumentOutOfRangeException(nameof(level)),
    };
}
