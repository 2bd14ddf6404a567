using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Commands;

namespace Signalbox.Engine.Agents;

/// <summary>Makes agents that nobody configured: those that people and programs register (design/agents.md, Registry and health).</summary>
public interface IAgentMaker
{
    /// <summary>A model behind an API.</summary>
    IAgent Make(ApiAgentSettings settings);

    /// <summary>A program of this machine.</summary>
    IAgent Make(CommandAgentSettings settings);
}
