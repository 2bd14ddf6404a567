using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Events;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Dashboard.Components.Settings;

/// <summary>The configuration in force, its versions, and what changed between them.</summary>
public sealed partial class SettingsPage
{
    private const int PageSize = 50;
    private ConfigurationVersion? _current;
    private ConfigurationDocument? _document;
    private IReadOnlyList<ConfigurationSummary> _versions = [];
    private IReadOnlyList<string> _restart = [];
    private IReadOnlyList<string> _unsettled = [];
    private IReadOnlyList<Diagnostic> _refused = [];
    private Comparison? _diff;
    private int _pages = 1;
    private bool _hasMore;
    private bool _isRead;

    [Inject]
    private ConfigurationDesk Configurations { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [SupplyParameterFromQuery]
    private string? From { get; set; }

    [SupplyParameterFromQuery]
    private string? To { get; set; }

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.ConfigurationChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var current = await Configurations.CurrentAsync(cancellationToken);
        if (current?.Number != _current?.Number)
        {
            _document = current is null ? null : Configurations.Check(current.Text, current.Version).Document;
        }

        var shown = _pages * PageSize;
        var versions = await Configurations.ListAsync(null, shown + 1, cancellationToken);
        (_current, _versions, _hasMore) = (current, [.. versions.Take(shown)], versions.Count > shown);
        (_restart, _unsettled) = (Configurations.RestartNeeded, Configurations.Unsettled);
        await CompareAsync(cancellationToken);
        _isRead = true;
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        if (_diff is { } shown && string.Equals(shown.Asked, From, StringComparison.Ordinal) && string.Equals(shown.To, To, StringComparison.Ordinal))
        {
            return;
        }

        _diff = null;
        if (To is not { } to || await Configurations.FindAsync(to, cancellationToken) is not { } right)
        {
            return;
        }

        if (From is not { } from)
        {
            var before = await Configurations.ListAsync(right.Number, 1, cancellationToken);
            _diff = Comparison.Of(null, before.Count == 0 ? null : before[0].Version, to, right.Diff);
        }
        else if (await Configurations.DiffAsync(from, to, cancellationToken) is { } diff)
        {
            _diff = Comparison.Of(from, from, to, diff);
        }
    }

    private async Task MoreAsync()
    {
        _pages++;
        await ReadAsync();
    }

    private async Task RollBackAsync(ConfigurationSummary version)
    {
        if (await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        // Applied to its end, even when the person goes on to another page meanwhile.
        var applied = await Configurations.RollbackAsync(version.Version, actor, CancellationToken.None);
        _refused = applied.Version is null ? applied.Diagnostics : [];
        if (applied.Version is { } now)
        {
            Desk.Say(NotificationSeverity.Info, $"{now.Version} is in force, with the document of {version.Version}", null);
        }
        else
        {
            Desk.Refuse(Sentences.Of(applied.Refused ?? applied.NotFound ?? "nothing was changed: the document has faults on this server today"));
        }

        await ReadAsync();
    }

    private sealed record Comparison(string? Asked, string? From, string To, IReadOnlyList<DiffHunk> Hunks, bool IsCut)
    {
        public static Comparison Of(string? asked, string? from, string to, string diff)
        {
            var (hunks, isCut) = PatchText.Parse(diff);
            return new Comparison(asked, from, to, hunks, isCut);
        }
    }
}
