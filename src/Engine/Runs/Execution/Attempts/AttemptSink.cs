using System.Threading.Channels;
using Signalbox.Engine.Agents;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>
/// Passes on what deserves an event of the run; the rest is in the log. An agent that complains without end fills neither memory nor events.
/// </summary>
internal sealed class AttemptSink(AttemptInFlight flight, ChannelWriter<SessionMessage> session) : IAgentSink
{
    private const int MaxRemarks = 50;
    private int _remarks;

    public void OnEvent(AgentEvent agentEvent)
    {
        if (agentEvent is AgentEvent.Started or AgentEvent.Session)
        {
            session.TryWrite(new SessionMessage.Reported(flight, agentEvent));
        }
        else if (agentEvent is AgentEvent.RateLimited or AgentEvent.Warning && _remarks <= MaxRemarks)
        {
            _remarks++;
            session.TryWrite(new SessionMessage.Reported(flight, _remarks > MaxRemarks ? new AgentEvent.Warning("what the agent remarks from here on is in its log only") : agentEvent));
        }
    }
}
