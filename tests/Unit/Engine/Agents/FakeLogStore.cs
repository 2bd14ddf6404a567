using System.Text;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;

namespace Signalbox.Unit.Engine.Agents;

/// <summary>Keeps log chunks in memory, as the contract says.</summary>
internal sealed class FakeLogStore : ILogStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<LogStream, LogPosition> _positions = [];
    private readonly Dictionary<LogStream, StringBuilder> _text = [];

    public bool Refuses { get; set; }

    public bool IsComplete(LogStream stream) => Position(stream).Complete;

    public string Text(LogStream stream) => _text.TryGetValue(stream, out var text) ? text.ToString() : "";

    public void SetOffset(LogStream stream, long offset) => _positions[stream] = new LogPosition(offset, 0, Complete: false);

    public Task<LogPosition> GetPositionAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken) => Task.FromResult(Position(stream));

    public Task<bool> AppendAsync(LogAppend append, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var position = Position(append.Stream);
            if (Refuses || append.ExpectedOffset != position.Offset)
            {
                return Task.FromResult(false);
            }

            var text = _text.TryGetValue(append.Stream, out var known) ? known : _text[append.Stream] = new StringBuilder();
            foreach (var chunk in append.Chunks)
            {
                text.Append(Encoding.UTF8.GetString(chunk.Text!));
            }

            _positions[append.Stream] = new LogPosition(position.Offset + append.Chunks.Sum(chunk => chunk.Length), position.Lines, append.Complete);
            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyList<LogChunk>> ReadFromLineAsync(AttemptId attempt, LogStream stream, long line, int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException("agents write logs and never read them back");

    public Task<IReadOnlyList<LogChunk>> ReadFromOffsetAsync(AttemptId attempt, LogStream stream, long offset, int count, CancellationToken cancellationToken) =>
        throw new NotSupportedException("agents write logs and never read them back");

    public Task<string?> GetRawFileAsync(AttemptId attempt, LogStream stream, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private LogPosition Position(LogStream stream)
    {
        lock (_gate)
        {
            return _positions.GetValueOrDefault(stream, new LogPosition(0, 0, Complete: false));
        }
    }
}
