using System.Threading.Channels;
using Signalbox.Engine.Agents;

namespace Signalbox.Engine.Runs;

/// <summary>Passes on what deserves an event of the run; the rest is in the log.</summary>
internal sealed class AttemptSink(AttemptInFlight flight, ChannelWriter<SessionMessage> session) : IAgentSink
{
    public void OnEvent(AgentEvent agentEvent)
    {
        if (agentEvent is AgentEvent.Started or AgentEvent.Session or AgentEvent.RateLimited or AgentEvent.Warning)
        {
            session.TryWrite(new SessionMessage.Reported(flight, agentEvent));
        }
    }
}
