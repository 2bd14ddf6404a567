using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Conversations;
using Signalbox.Engine.Coordination;

namespace Signalbox.Dashboard.Hosting.Settings;

/// <summary>The parts of the server that know agents.</summary>
internal sealed class LiveAgents(AgentCatalog catalog, ConversationDialects conversations, AgentRules rules)
{
    /// <summary>Lets the agents of options count from now on.</summary>
    public void Change(SignalboxOptions options)
    {
        var settings = options.Agents with { ApiProgram = catalog.Settings.ApiProgram };
        catalog.Change(settings);
        conversations.Change(settings);
        rules.Change(options.AgentRules);
    }
}
