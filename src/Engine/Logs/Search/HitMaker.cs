namespace Signalbox.Engine.Logs.Search;

/// <summary>Makes hits of the pieces of lines.</summary>
internal sealed class HitMaker(LogPattern pattern)
{
    private const int MaxText = 2_000;
    private const int MaxRanges = 100;

    // Before a first match that stands far behind
    private const int Lead = 200;

    private readonly List<LogRange> _ranges = [];
    private string _text = "";
    private int _textStart;
    private bool _cut;
    private int _matches;
    private int _at;

    /// <summary>Takes the next piece; the hit when its line ends with it, as far as it is stored, and matches.</summary>
    public LogHit? Take(LinePiece piece)
    {
        var count = pattern.Count(piece.Text);
        if (count > 0)
        {
            if (_ranges.Count < MaxRanges)
            {
                var found = pattern.Find(piece.Text, MaxRanges - _ranges.Count);
                if (_matches == 0)
                {
                    Cut(piece.Text, found[0]);
                }

                _ranges.AddRange(found.Select(r => r with { Start = r.Start + _at }));
            }

            _matches += count;
        }

        _at += piece.Text.Length;
        if (piece.End == LineEnd.Later)
        {
            return null;
        }

        var hit = _matches == 0 ? null : new LogHit(piece.Line, _matches, _text, _textStart, _cut || _textStart + _text.Length < _at, [.. _ranges]);
        (_text, _textStart, _cut, _matches, _at) = ("", 0, false, 0, 0);
        _ranges.Clear();
        return hit;
    }

    private void Cut(string text, LogRange first)
    {
        var start = first.Start + Math.Min(first.Length, Lead) <= MaxText - Lead ? 0 : first.Start - Lead;
        var end = Math.Min(start + MaxText, text.Length);

        // Not between the halves of a surrogate pair
        start += start > 0 && char.IsLowSurrogate(text[start]) ? 1 : 0;
        end -= end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
        (_text, _textStart, _cut) = (text[start..end], _at + start, end < text.Length);
    }
}
