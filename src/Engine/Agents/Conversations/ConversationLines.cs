using System.Text;
using Signalbox.Engine.Logs;

namespace Signalbox.Engine.Agents.Conversations;

/// <summary>
/// Makes whole lines of the parts in which a log gives them: a line over 64 KiB comes in several, and the unfinished last line of a log that grows comes
/// again as it grows. A line that is still being written waits for its end, and one over the cap is left out.
/// </summary>
internal sealed class ConversationLines
{
    private const int MaxLine = OutputLines.DefaultMaxLineBytes;

    // The parts before the one that may still be replaced.
    private readonly StringBuilder _sure = new();
    private string _last = "";
    private (long Line, int Part) _at;

    /// <summary>Takes the next part; gives the line when this ends it and it is not too long.</summary>
    public string? Take(LogLine piece)
    {
        if (piece.Line != _at.Line || piece.Part == 0)
        {
            _sure.Clear();
        }
        else if (piece.Part != _at.Part && _sure.Length <= MaxLine)
        {
            _sure.Append(_last);
        }

        (_at, _last) = ((piece.Line, piece.Part), piece.Text);
        return piece.Partial || _sure.Length + _last.Length > MaxLine ? null : _sure.Append(_last).ToString();
    }
}
