namespace Signalbox.Engine.Logs;

/// <summary>Which output of a process.</summary>
public enum LogStream
{
    /// <summary>Standard output.</summary>
    Stdout = 0,

    /// <summary>Standard error.</summary>
    Stderr = 1,
}
