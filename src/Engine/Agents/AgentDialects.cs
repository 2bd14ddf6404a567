using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Cli;
using Signalbox.Engine.Agents.Commands;

namespace Signalbox.Engine.Agents;

/// <summary>The dialects of a server: those of this version and those of its configuration, in the order in which people see them.</summary>
internal static class AgentDialects
{
    /// <summary>All of them.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="programs">Those of this version that are programs.</param>
    public static IReadOnlyList<ICliDialect> Of(AgentSettings settings, IEnumerable<ICliDialect> programs) =>
    [
        .. programs,
        .. settings.AllApi.Select(agent => new ApiDialect(agent, settings)),
        .. settings.Commands.Select(agent => new CommandDialect(agent)),
    ];
}
