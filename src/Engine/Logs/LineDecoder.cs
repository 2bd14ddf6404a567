using System.Buffers;
using System.Text;

namespace Signalbox.Engine.Logs;

/// <summary>
/// Turns bytes into lines as people see them (design/engine.md, Logs): invalid UTF-8 becomes U+FFFD, controls become their
/// pictures, progress by carriage return collapses to its last state, long lines come in parts. Bytes may arrive cut anywhere.
/// Never holds more than one part.
/// </summary>
internal sealed class LineDecoder(LogStream stream, long firstLine)
{
    /// <summary>UTF-8 bytes of a part at most.</summary>
    public const int MaxPart = 64 * 1024;

    private const char Escape = '\u001b';
    private const char Bell = '\a';
    private const char Delete = '\u007f';
    private const char ReplacementCharacter = '\ufffd';
    private const char PictureOfNul = '\u2400';
    private const char PictureOfDelete = '\u2421';

    private readonly Decoder _utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false).GetDecoder();
    private readonly StringBuilder _text = new();
    private int _size;
    private long _line = firstLine;
    private int _part;
    private bool _begun;
    private bool _returned;
    private DateTimeOffset _time;

    // An operating system command (ESC ] ...) ends at BEL or ESC \; the bell then is a part of the sequence and stays as it is, as its ESC does
    private bool _escaped;
    private bool _command;

    /// <summary>What is finished: whole lines, and full parts of a line that goes on.</summary>
    public LineQueue Finished { get; } = new();

    /// <summary>Number of the line that comes next or is unfinished.</summary>
    public long Line => _line;

    /// <summary>The line that has begun and not ended, as it stands; null when there is none.</summary>
    public LogLine? Unfinished => _begun ? Make(partial: true) : null;

    /// <summary>Takes the next bytes.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset time)
    {
        _time = time;
        Decode(bytes, flush: false);
    }

    /// <summary>The stream has ended: so has its last line.</summary>
    public void Finish()
    {
        Decode([], flush: true);
        if (_begun)
        {
            EndLine();
        }
    }

    private void Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        var buffer = ArrayPool<char>.Shared.Rent(8 * 1024);
        bool completed;
        do
        {
            _utf8.Convert(bytes, buffer, flush, out var used, out var chars, out completed);
            bytes = bytes[used..];
            Scan(buffer.AsSpan(0, chars));
        }
        while (!completed);

        ArrayPool<char>.Shared.Return(buffer, clearArray: true);
    }

    private void Scan(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            // Most logs are printable ASCII: whole runs of it at once
            var plain = text.IndexOfAnyExceptInRange(' ', '~');
            if (plain != 0)
            {
                var run = plain < 0 ? text : text[..plain];
                AppendPlain(run);
                text = text[run.Length..];
                continue;
            }

            AppendOther(text[0]);
            text = text[1..];
        }
    }

    private void AppendPlain(ReadOnlySpan<char> run)
    {
        Begin();
        if (_escaped)
        {
            _escaped = false;
            _command = run[0] == ']';
        }

        while (!run.IsEmpty)
        {
            MakeRoom(1);
            var taken = run[..Math.Min(run.Length, MaxPart - _size)];
            _ = _text.Append(taken);
            _size += taken.Length;
            run = run[taken.Length..];
        }
    }

    private void AppendOther(char c)
    {
        switch (c)
        {
            case '\n':
                EndLine();
                return;
            case '\r':
                // Takes effect with the next character: before a line feed it is a line end, at the end of what there is
                // the last state stays visible.
                _begun = true;
                _returned = true;
                return;
        }

        var shown = c switch
        {
            '\t' or Escape => c,
            Bell when _command => c,
            < ' ' => (char)(PictureOfNul + c),
            Delete => PictureOfDelete,
            < '\u00a0' => ReplacementCharacter, // C1 controls have no pictures, and terminals obey them
            _ => c,
        };
        Begin();
        _escaped = c == Escape;
        _command &= c is not (Escape or Bell);
        var size = shown < '\u0080' ? 1 : shown < '\u0800' ? 2 : char.IsHighSurrogate(shown) ? 4 : char.IsLowSurrogate(shown) ? 0 : 3;
        MakeRoom(size);
        _ = _text.Append(shown);
        _size += size;
    }

    private void Begin()
    {
        _begun = true;
        if (_returned)
        {
            _returned = false;
            Clear();
            EndSequence();
        }
    }

    private void MakeRoom(int size)
    {
        if (_size + size > MaxPart)
        {
            Finished.Add(Make(partial: true));
            _part++;
            Clear();
        }
    }

    private void EndLine()
    {
        Finished.Add(Make(partial: false));
        _line++;
        _part = 0;
        _begun = false;
        _returned = false;
        Clear();
        EndSequence();
    }

    private void EndSequence() => (_escaped, _command) = (false, false);

    private LogLine Make(bool partial) => new(_line, stream, _time, _text.ToString(), partial) { Part = _part };

    private void Clear()
    {
        _ = _text.Clear();
        _size = 0;
    }
}
