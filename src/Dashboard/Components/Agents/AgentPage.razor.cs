using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Agents;

/// <summary>One agent: whether it can work and why not, what it does, what became of it, and what it is told.</summary>
public sealed partial class AgentPage
{
    private const int Shown = 10;
    private RegisteredAgent? _agent;
    private AgentActivity _activity = AgentActivity.None;
    private IReadOnlyList<AgentChange> _changes = [];
    private IReadOnlyList<RunSummary> _runs = [];
    private IReadOnlyList<InboxEntry> _inbox = [];
    private int _changePages = 1;
    private bool _hasMoreChanges;
    private bool _loaded;
    private bool _busy;

    /// <summary>Id of the agent.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private AgentRegistry Registry { get; set; } = null!;

    [Inject]
    private AgentActivities Activities { get; set; } = null!;

    [Inject]
    private Messenger Messages { get; set; } = null!;

    [Inject]
    private IRunQueries Runs { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(500);

    // A heartbeat is no change of an agent, and is told to nobody.
    /// <inheritdoc/>
    protected override TimeSpan? Every => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.AgentsChanged or Notice.RunChanged or Notice.MessagesChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var agent = await Registry.FindAsync(Id, cancellationToken);
        if (agent is not null)
        {
            _activity = await Activities.ReadAsync(Id, cancellationToken);
            var shown = _changePages * Shown;
            var changes = await Registry.ListChangesAsync(Id, null, shown + 1, cancellationToken);
            (_changes, _hasMoreChanges) = ([.. changes.Take(shown)], changes.Count > shown);
            _runs = (await Runs.ListAsync(new RunFilter { Agent = Id, Limit = Shown }, cancellationToken)).Runs;
            _inbox = await Messages.InboxAsync(Id, null, Shown, cancellationToken) ?? [];
        }

        (_agent, _loaded) = (agent, true);
    }

    private static List<KeyValuePair<string, string?>> Facts(RegisteredAgent agent, AgentCost cost) =>
    [
        new("Provider", agent.Provider),
        new("Model", agent.Model ?? "the agent's own choice"),
        new("Role", agent.Role),
        new("Version", agent.Version ?? "unknown"),
        .. AgentWords.HasCost(agent, cost) ? [new("Cost this week", AgentWords.Cost(cost))] : Array.Empty<KeyValuePair<string, string?>>(),
        new("Known because", AgentWords.Of(agent.Source)),
        .. agent.Program is { } program ? [new("Program", program)] : Array.Empty<KeyValuePair<string, string?>>(),
        .. agent.LastHealthCheck is { } at ? [new("Last check", TimeText.Full(at))] : Array.Empty<KeyValuePair<string, string?>>(),
        .. agent.LastError is { } error ? [new("Found wrong", error)] : Array.Empty<KeyValuePair<string, string?>>(),
        .. agent.Config.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => KeyValuePair.Create<string, string?>(c.Key, c.Value)),
    ];

    private async Task MoreChangesAsync()
    {
        _changePages++;
        await ReadAsync();
    }

    private Task CheckAsync() => ActAsync(_ => Registry.CheckAsync(Id, Ended), null);

    private Task EnableAsync(bool enabled) => ActAsync(
        actor => Registry.ChangeAsync(Id, new AgentRegistration { Enabled = enabled }, actor, Ended), enabled ? "It takes work again." : "It takes no new work; what it does now goes on.");

    private async Task ActAsync(Func<string, Task<RegistryResult>> act, string? detail)
    {
        if (_busy || await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        _busy = true;
        try
        {
            var result = await act(actor);
            if (result.Agent is { } agent)
            {
                Desk.Say(NotificationSeverity.Info, detail is null ? $"{agent.Name} is checked" : agent.Status == AgentStatus.Active ? $"{agent.Name} goes on" : $"{agent.Name} is paused", detail ?? agent.StatusReason);
            }
            else if ((result.Refused ?? result.NotFound ?? result.Invalid?[0].Message) is { } why)
            {
                Desk.Say(NotificationSeverity.Warning, "Nothing was changed", Sentences.Of(why));
            }

            await ReadAsync();
        }
        catch (OperationCanceledException) when (Ended.IsCancellationRequested)
        {
            // The person went on to another page
        }
        finally
        {
            _busy = false;
        }
    }
}
