using System.Globalization;
using System.Text;
using Signalbox.Engine.Files;

namespace Signalbox.Dashboard.Hosting.Output;

/// <summary>Everything logged, with scopes and stacks, in the data directory; at 10 MiB the file becomes <c>server.log.1</c> and a new one begins.</summary>
internal sealed class FileLoggerProvider : ILoggerProvider, ISupportExternalScope
{
    private const long MaxBytes = 10L * 1024 * 1024;
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private IExternalScopeProvider? _scopes;
    private FileStream? _file;

    public FileLoggerProvider(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
    }

    public ILogger CreateLogger(string categoryName) => new Entry(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private void Write(LogLevel level, string category, string message, Exception? exception)
    {
        var text = new StringBuilder();
        text.Append(_time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)).Append(' ').Append(level).Append(' ').Append(category);
        _scopes?.ForEachScope(static (scope, t) => t.Append(" [").Append(LogFormat.OneLine(scope?.ToString() ?? "")).Append(']'), text);
        text.Append(": ").Append(LogFormat.OneLine(message)).Append('\n');
        if (exception is not null)
        {
            text.Append(exception).Append('\n');
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        lock (_gate)
        {
            try
            {
                Open().Write(bytes);
                _file!.Flush();
            }
            catch (IOException)
            {
                // A full disk must not take the server down for want of a log line.
            }
        }
    }

    private FileStream Open()
    {
        if (_file is { Length: > MaxBytes })
        {
            _file.Dispose();
            File.Move(_path, _path + ".1", overwrite: true);
            _file = null;
        }

        return _file ??= new FileStream(_path, PrivateFiles.Options(FileMode.Append, FileShare.ReadWrite | FileShare.Delete));
    }

    private sealed class Entry(FileLoggerProvider owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner.Write(logLevel, category, formatter(state, exception), exception);
    }
}
