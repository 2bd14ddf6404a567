using System.Text;
using Signalbox.Engine.Agents.Cli;

namespace Signalbox.Engine.Agents.Conversations;

/// <summary>
/// Derives the conversation of an attempt from the lines of its standard output, masked as they are shown (design/agents.md). Pure: the same
/// lines give the same conversation. Lines can come in pieces over time, so that an attempt that goes on is not read from its beginning each
/// time. It holds no more than one page, however long the log is. Not safe for several threads.
/// </summary>
public sealed class ConversationReader
{
    private readonly ConversationBounds _bounds;
    private readonly ICliStream _stream;
    private readonly List<ConversationEntry> _entries = [];
    private readonly StringBuilder _open = new();
    private int _total;
    private bool _isOpen;
    private bool _isThought;
    private string? _session;
    private string? _model;

    internal ConversationReader(Func<Action<AgentEvent>, ICliStream> open, ConversationBounds bounds)
    {
        _bounds = bounds;
        _stream = open(Take);
    }

    /// <summary>Takes the next line of standard output, without its line end.</summary>
    public void Line(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        _stream.Line(line);
    }

    /// <summary>Takes lines.</summary>
    public void Lines(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        foreach (var line in lines)
        {
            Line(line);
        }
    }

    /// <summary>The page as far as lines were taken. More lines may follow.</summary>
    public ConversationPage Page() => new([.. _entries], _total, _stream.Finish().Complete, _session, _model);

    private bool IsWanted(int index) => index >= _bounds.From && index < _bounds.From + _bounds.Count;

    private void Take(AgentEvent agentEvent)
    {
        switch (agentEvent)
        {
            case AgentEvent.Text text:
                Say(text.Value, text.Continues, isThought: false);
                return;
            case AgentEvent.Thinking thought:
                Say(thought.Value, thought.Continues, isThought: true);
                return;
            case AgentEvent.Session session:
                (_session, _model) = (session.SessionId, session.Model);
                return;
            case AgentEvent.ToolStarted tool:
                Add(index => new ConversationEntry.ToolUse(tool.Id, tool.Name, Cut(tool.Input), null, null, null) { Index = index });
                break;
            case AgentEvent.ToolEnded tool:
                End(tool);
                break;
            case AgentEvent.FileChanged change:
                Add(index => new ConversationEntry.FileChange(change.Path, change.Kind, change.Diff is null ? null : Cut(change.Diff)) { Index = index });
                break;
            case AgentEvent.UsageReported usage:
                Add(index => new ConversationEntry.UsageReport(usage.Usage) { Index = index });
                break;
            case AgentEvent.RateLimited limit:
                Add(index => new ConversationEntry.RateLimit(limit.Message, limit.ResetsAt) { Index = index });
                break;
            case AgentEvent.Warning warning:
                Add(index => new ConversationEntry.Remark(warning.Message) { Index = index });
                break;
            default:
                break; // a start is no part of a log
        }

        _isOpen = false;
    }

    // Pieces of one message, or of one thought, are one entry.
    private void Say(string text, bool continues, bool isThought)
    {
        if (!continues || !_isOpen || isThought != _isThought)
        {
            _open.Clear();
            (_isOpen, _isThought) = (true, isThought);
            Append(text);
            Add(Said);
            return;
        }

        Append(text);
        if (IsWanted(_total - 1))
        {
            _entries[^1] = Said(_total - 1);
        }
    }

    private ConversationEntry Said(int index) =>
        _isThought ? new ConversationEntry.Thinking(Cut(_open.ToString())) { Index = index } : new ConversationEntry.Message(Cut(_open.ToString())) { Index = index };

    // One character more than is shown: by it the cut is seen.
    private void Append(string text) => _open.Append(text.AsSpan(0, Math.Min(text.Length, Math.Max(0, _bounds.TextLength + 1 - _open.Length))));

    private void End(AgentEvent.ToolEnded tool)
    {
        var at = _entries.FindLastIndex(entry => entry is ConversationEntry.ToolUse { Output: null } use && string.Equals(use.Id, tool.Id, StringComparison.Ordinal));
        if (at >= 0)
        {
            _entries[at] = (ConversationEntry.ToolUse)_entries[at] with { Output = Cut(tool.Output), IsError = tool.IsError, ExitCode = tool.ExitCode };
        }
    }

    private void Add(Func<int, ConversationEntry> entry)
    {
        if (IsWanted(_total))
        {
            _entries.Add(entry(_total));
        }

        _total++;
    }

    private string Cut(string text) => PlainText.Cut(text, _bounds.TextLength);
}
