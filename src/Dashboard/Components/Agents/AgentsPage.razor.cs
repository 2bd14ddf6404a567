using System.Globalization;
using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Learnings;

namespace Signalbox.Dashboard.Components.Agents;

/// <summary>Every agent that is known: whether it can work, what it holds, and what to do about those that cannot.</summary>
public sealed partial class AgentsPage
{
    private IReadOnlyList<RegisteredAgent>? _agents;
    private AgentActivity _activity = AgentActivity.None;
    private int _proposed;
    private bool _checking;

    [Inject]
    private AgentRegistry Registry { get; set; } = null!;

    [Inject]
    private AgentActivities Activities { get; set; } = null!;

    [Inject]
    private LearningDesk Learned { get; set; } = null!;

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(500);

    // A heartbeat is no change of an agent, and is told to nobody.
    /// <inheritdoc/>
    protected override TimeSpan? Every => TimeSpan.FromSeconds(10);

    private string LearningsLabel => _proposed == 0 ? "Learnings" : string.Create(CultureInfo.InvariantCulture, $"Learnings ({_proposed})");

    private string Summary => string.Create(CultureInfo.InvariantCulture, $"{_agents!.Count(a => a.Status == AgentStatus.Active)} of {_agents!.Count} can work");

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.AgentsChanged or Notice.RunChanged or Notice.LearningsChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _activity = await Activities.ReadAsync(null, cancellationToken);
        _proposed = await Learned.CountProposedAsync(cancellationToken);
        var agents = await Registry.ListAsync(cancellationToken);

        // Those that need somebody come first, and those that were never there last.
        _agents = [.. agents.OrderBy(a => Rank(a.Status)).ThenBy(a => a.Name, StringComparer.OrdinalIgnoreCase)];
    }

    private static int Rank(AgentStatus status) => status switch
    {
        AgentStatus.Error => 0,
        AgentStatus.Active or AgentStatus.Registering => 1,
        AgentStatus.Inactive => 2,
        AgentStatus.Offline => 3,
        AgentStatus.Unregistered => 4,
    };

    private async Task CheckAsync()
    {
        _checking = true;
        try
        {
            await Registry.CheckAllAsync(isWanted: true, Ended);
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
