using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Api;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Regressions;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>A person links the run that caused what this run shows or fixes.</summary>
public sealed partial class RegressionForm
{
    private string? _cause;
    private string? _comment;
    private string? _fault;
    private bool _busy;

    /// <summary>The run that shows it.</summary>
    [Parameter, EditorRequired]
    public required RunId RunId { get; set; }

    /// <summary>What people call it.</summary>
    [Parameter, EditorRequired]
    public required string RunKey { get; set; }

    [Inject]
    private IRunQueries Runs { get; set; } = null!;

    [Inject]
    private RegressionDesk Regressions { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private async Task LinkAsync()
    {
        if (_busy || await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        var named = _cause?.Trim() ?? "";
        _busy = true;
        try
        {
            var found = named.Length == 0 ? [] : await Runs.ResolveAsync(named, CancellationToken.None);
            if (found is not [var cause])
            {
                _fault = named.Length == 0 ? "Which run caused it?" : found.Count == 0 ? $"There is no run {named}." : $"More than one run begins with {named}.";
                return;
            }

            var result = await Regressions.LinkAsync(RunId, cause, RegressionSource.Person, actor, _comment, CancellationToken.None);
            _fault = (result.Refused ?? result.NotFound) is { } why ? Sentences.Of(why) : null;
            if (result.Link is { } link)
            {
                (_cause, _comment) = (null, null);
                Desk.Say(NotificationSeverity.Success, $"{link.RunKey} is linked as the cause", result.IsNew ? null : "It was linked before.");
            }
        }
        finally
        {
            _busy = false;
        }
    }
}
