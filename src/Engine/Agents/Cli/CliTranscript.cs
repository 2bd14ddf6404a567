namespace Signalbox.Engine.Agents.Cli;

/// <summary>What both streams collect as they go, each list bounded: an agent can write without end.</summary>
internal sealed class CliTranscript(Action<AgentEvent> report)
{
    private const int MaxToolCalls = 10_000;
    private const int MaxToolInput = 8192;
    private const int MaxWarnings = 100;

    private readonly List<ToolCall> _calls = [];
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];

    public IReadOnlyList<ToolCall> ToolCalls => _calls;

    public IReadOnlyList<string> Warnings => _warnings;

    public string? LastPlainLine { get; private set; }

    public string? SessionId { get; private set; }

    public string? Model { get; private set; }

    public void Report(AgentEvent agentEvent) => report(agentEvent);

    /// <summary>Keeps the newest session id and model that are given.</summary>
    public void Session(string? id, string? model)
    {
        if (string.Equals(id ?? SessionId, SessionId, StringComparison.Ordinal) && string.Equals(model ?? Model, Model, StringComparison.Ordinal))
        {
            return;
        }

        SessionId = id ?? SessionId;
        Model = model ?? Model;
        report(new AgentEvent.Session(SessionId, Model));
    }

    /// <summary>A line that is no JSON: CLIs print warnings before and between.</summary>
    public void PlainLine(string line)
    {
        LastPlainLine = PlainText.OneLine(line);
        Warn(LastPlainLine);
    }

    public void Warn(string message)
    {
        var text = PlainText.OneLine(message);
        if (text.Length == 0)
        {
            return;
        }

        if (_warnings.Count < MaxWarnings)
        {
            _warnings.Add(text);
        }

        report(new AgentEvent.Warning(text));
    }

    /// <summary>A tool is used; telling the same call again changes nothing.</summary>
    public void ToolStarted(string id, string name, string input)
    {
        if (_positions.ContainsKey(id) || _calls.Count >= MaxToolCalls)
        {
            return;
        }

        var bounded = PlainText.Cut(input, MaxToolInput);
        _positions[id] = _calls.Count;
        _calls.Add(new ToolCall(id, name, bounded, IsError: null, ExitCode: null));
        report(new AgentEvent.ToolStarted(id, name, bounded));
    }

    public void ToolEnded(string id, string output, bool isError, int? exitCode)
    {
        if (_positions.TryGetValue(id, out var position))
        {
            _calls[position] = _calls[position] with { IsError = isError, ExitCode = exitCode };
        }

        report(new AgentEvent.ToolEnded(id, PlainText.Cut(output, MaxToolInput), isError, exitCode));
    }
}
