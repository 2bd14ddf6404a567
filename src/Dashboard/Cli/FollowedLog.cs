using System.Text;

namespace Signalbox.Dashboard.Cli;

/// <summary>One stream of an attempt as it is printed: whole lines, and where to go on when the server changes.</summary>
internal sealed class FollowedLog(string attempt, string step, string stream)
{
    // Characters of a line that are kept until it ends: the lines of several logs come out whole.
    private const int MaxLine = 1024 * 1024;
    private readonly LogParts _parts = new();
    private readonly StringBuilder _line = new();
    private long _next = 1;
    private bool _complete;

    /// <summary>The attempt.</summary>
    public string Attempt => attempt;

    /// <summary>The reading that is under way or was.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    /// <summary>Reads on, unless it is read or was read to its end.</summary>
    public void Read(ApiClient api, Action<string?, string> print, CancellationToken cancellationToken)
    {
        if (!_complete && Reading.IsCompleted)
        {
            Reading = ReadAsync(api, print, cancellationToken);
        }
    }

    private async Task ReadAsync(ApiClient api, Action<string?, string> print, CancellationToken cancellationToken)
    {
        await foreach (var batch in api.FollowLogAsync(attempt, stream, _next, cancellationToken))
        {
            foreach (var piece in _parts.Take(batch))
            {
                Take(piece, print);
            }

            _complete = batch.Complete;
        }
    }

    private void Take(LogPiece piece, Action<string?, string> print)
    {
        _line.Append(piece.Text.AsSpan(0, Math.Min(piece.Text.Length, MaxLine + 1 - _line.Length)));
        if (piece.EndsLine)
        {
            print(step, _line.Length > MaxLine ? _line.ToString(0, MaxLine) + " … the line goes on; 'signalbox run logs' prints it all" : _line.ToString());
            _line.Clear();
            _next++;
        }
    }
}
