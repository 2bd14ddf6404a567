using System.Globalization;
using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;

namespace Signalbox.Dashboard.Components.Agents;

/// <summary>The agents of this machine: what is there, what is not, and what to do about it.</summary>
public sealed partial class AgentsPage
{
    private IReadOnlyList<AgentInfo> _agents = [];
    private bool _checking;

    [Inject]
    private IAgentCatalog Catalog { get; set; } = null!;

    private string Summary => string.Create(CultureInfo.InvariantCulture, $"{_agents.Count(a => a.Status == AgentStatus.Active)} of {_agents.Count} can work");

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.AgentsChanged;

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken)
    {
        _agents = Catalog.Agents;
        return Task.CompletedTask;
    }

    private static KeyValuePair<string, string?>[] Facts(AgentInfo agent) =>
    [
        new("Provider", agent.Provider),
        new("Program", agent.Program ?? "not found"),
        new("Version", agent.Version ?? "unknown"),
    ];

    private async Task CheckAsync()
    {
        _checking = true;
        try
        {
            await Catalog.RefreshAsync(Ended);
            await ReadAsync();
        }
        catch (OperationCanceledException) when (Ended.IsCancellationRequested)
        {
            // The person went on to another page
        }
        finally
        {
            _checking = false;
        }
    }
}
