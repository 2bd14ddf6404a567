namespace Signalbox.Dashboard.Hosting.Output;

/// <summary>One line an entry for the person at the terminal; stacks are in the log file.</summary>
internal sealed class ConsoleLoggerProvider(TextWriter writer, TimeProvider time, LogLevel minimum) : ILoggerProvider
{
    private readonly TextWriter _writer = TextWriter.Synchronized(writer);
    private readonly TimeProvider _time = time;
    private readonly LogLevel _minimum = minimum;

    public ILogger CreateLogger(string categoryName) => new Entry(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Entry(ConsoleLoggerProvider owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= owner._minimum && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // The start answers for this itself, in one sentence.
            if (!IsEnabled(logLevel) || eventId.Name is "HostedServiceStartupFaulted")
            {
                return;
            }

            var message = formatter(state, exception);
            if (exception is not null)
            {
                message += ": " + LogFormat.Sentence(exception);
            }

            owner._writer.Write(LogFormat.Line(owner._time.GetLocalNow(), logLevel, category, message));
        }
    }
}
