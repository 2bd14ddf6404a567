using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Cli;
using Signalbox.Engine.Agents.Commands;

namespace Signalbox.Engine.Agents.Conversations;

/// <summary>
/// Reads the log of an agent that nobody knows any more, because it was removed from the registry or the configuration: as that of a model behind an API
/// when its first line is the one with which such a log begins, else as text.
/// </summary>
internal sealed class GoneAgentStream(ApiDialect api, Action<AgentEvent> report) : ICliStream
{
    private ICliStream? _stream;

    public void Line(string line)
    {
        if (_stream is not null || !string.IsNullOrWhiteSpace(line))
        {
            (_stream ??= IsOfAnApi(line) ? api.CreateStream(report) : new CommandTextStream(report)).Line(line);
        }
    }

    public CliStreamResult Finish() => _stream?.Finish() ?? new CliStreamResult { Complete = true };

    private static bool IsOfAnApi(string line)
    {
        using var document = JsonRead.Object(line);
        return document?.RootElement.Text("type") is "session" && document.RootElement.Text("session_id") is not null;
    }
}
