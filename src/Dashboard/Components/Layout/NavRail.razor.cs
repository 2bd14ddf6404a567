using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;

namespace Signalbox.Dashboard.Components.Layout;

/// <summary>Navigation with live counts.</summary>
public sealed partial class NavRail
{
    private static readonly string[] InMore = ["workflows", "templates", "features", "repositories", "workspaces", "agents", "learnings", "trust", "metrics", "settings"];

    private string _address = "";
    private int _active;
    private int _agentsInError;
    private int _asked;
    private int _unread;
    private string? _who;

    [Inject]
    private IRunQueries Runs { get; set; } = null!;

    [Inject]
    private IAgentCatalog Agents { get; set; } = null!;

    [Inject]
    private RunRecords Records { get; set; } = null!;

    [Inject]
    private Messenger Messages { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromSeconds(1);

    private bool IsInMore => InMore.Contains(_address.Split('/', '?', '#')[0], StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _address = Navigation.ToBaseRelativePath(Navigation.Uri);
        Navigation.LocationChanged += Moved;
    }

    /// <inheritdoc/>
    protected override ValueTask DisposeCoreAsync()
    {
        Navigation.LocationChanged -= Moved;
        return base.DisposeCoreAsync();
    }

    private void Moved(object? sender, LocationChangedEventArgs e)
    {
        _address = Navigation.ToBaseRelativePath(e.Location);
        _ = InvokeAsync(StateHasChanged);
    }

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.RunChanged or Notice.AgentsChanged or Notice.MessagesChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _who = await Authentication.ActorAsync();
        if (_who is null)
        {
            // The rail also frames the page that asks to sign in
            return;
        }

        var counts = await Runs.CountByStatusAsync(null, cancellationToken);
        _active = RunGroups.Active.Sum(s => counts.GetValueOrDefault(s));
        _asked = await Records.CountApprovalsAsync(ApprovalStatus.Open, cancellationToken);
        _unread = await Messages.CountUnreadAsync(Recipient.OfPeople, cancellationToken);
        _agentsInError = Agents.Agents.Count(a => a.Status == AgentStatus.Error);
    }
}
