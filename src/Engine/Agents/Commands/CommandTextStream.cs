using System.Text;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Engine.Agents.Commands;

/// <summary>A command's text: all of it is the answer. Of one that is long the end is kept, where its conclusion is.</summary>
internal sealed class CommandTextStream(Action<AgentEvent> report) : ICliStream
{
    private const int MaxLength = 256 * 1024;

    private readonly StringBuilder _text = new();
    private bool _isCut;
    private bool _hasBegun;

    public void Line(string line)
    {
        report(new AgentEvent.Text(line + "\n", Continues: _hasBegun));
        _hasBegun = true;
        _text.Append(PlainText.WithoutEscapes(line)).Append('\n');
        if (_text.Length > 2 * MaxLength)
        {
            _text.Remove(0, _text.Length - MaxLength);
            _isCut = true;
        }
    }

    public CliStreamResult Finish()
    {
        if (_text.Length > MaxLength)
        {
            _text.Remove(0, _text.Length - MaxLength);
            _isCut = true;
        }

        var text = _text.ToString().Trim();
        return new CliStreamResult
        {
            Complete = true, // text has no end of its own: the exit code decides
            FinalText = text.Length == 0 ? null : text,
            Warnings = _isCut ? ["the answer is the end of a longer text; the log has all of it"] : [],
        };
    }
}
