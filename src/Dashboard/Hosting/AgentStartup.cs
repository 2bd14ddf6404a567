using Signalbox.Engine.Coordination;

namespace Signalbox.Dashboard.Hosting;

/// <summary>Looks for agents before the server answers: nothing ever shows one as missing that is there.</summary>
internal sealed class AgentStartup(AgentRegistry agents) : IStartupTask
{
    public Task RunAsync(CancellationToken cancellationToken) => agents.RefreshAsync(cancellationToken);
}
