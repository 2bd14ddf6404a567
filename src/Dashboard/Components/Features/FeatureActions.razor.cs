using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Engine.Features;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Features;

/// <summary>What a person can do with a feature as a whole.</summary>
public sealed partial class FeatureActions
{
    private bool _busy;
    private bool _asksWhy;
    private string? _why;
    private string? _whyFault;

    /// <summary>The feature.</summary>
    [Parameter, EditorRequired]
    public required FeatureView View { get; set; }

    /// <summary>Called when something was done.</summary>
    [Parameter]
    public EventCallback OnDone { get; set; }

    [Inject]
    private FeatureDesk Specs { get; set; } = null!;

    [Inject]
    private FeatureExport Exports { get; set; } = null!;

    [Inject]
    private OrderDesk Desk { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    private bool Idle => _busy || !RendererInfo.IsInteractive;

    private string StartText => View.Feature.Tasks.Count == 1
        ? "Its task becomes a run that sets an agent to work in the repository."
        : string.Create(CultureInfo.InvariantCulture, $"Its {View.Feature.Tasks.Count} tasks become a run that sets agents to work in the repository.");

    // Done to its end, even when the person goes on to another page meanwhile.
    private Task StartAsync() => ActAsync(actor => Specs.StartAsync(View.Feature.Id, agent: null, RunTrigger.Browser, actor, CancellationToken.None), "Its tasks are at work");

    private Task CompleteAsync() => ActAsync(actor => Specs.CompleteAsync(View.Feature.Id, actor, CancellationToken.None), "The feature is completed");

    private Task UnblockAsync() => ActAsync(actor => Specs.UnblockAsync(View.Feature.Id, actor, CancellationToken.None), "The feature goes on");

    private async Task BlockAsync()
    {
        _whyFault = string.IsNullOrWhiteSpace(_why) ? "Say why it is stopped." : null;
        if (_whyFault is null)
        {
            await ActAsync(actor => Specs.BlockAsync(View.Feature.Id, _why!.Trim(), actor, CancellationToken.None), "The feature is blocked");
            (_asksWhy, _why) = (false, null);
        }
    }

    private Task ActAsync(Func<string, Task<FeatureResult>> act, string done) => WorkAsync(async actor =>
    {
        var result = await act(actor);
        if (result.Feature is not null)
        {
            Desk.Say(NotificationSeverity.Info, done, result.Diagnostics.Count == 0 ? null : result.Diagnostics[0].Message);
        }
        else
        {
            Desk.Refuse(result.Refused ?? result.NotFound ?? result.Broken?[0].Message);
        }
    });

    private Task ExportAsync() => WorkAsync(async _ =>
    {
        var result = await Exports.WriteAsync(View.Feature.Id, CancellationToken.None);
        if (result.Files is { } files)
        {
            Desk.Say(NotificationSeverity.Info, "Written into the repository", string.Join(", ", files));
        }
        else
        {
            Desk.Refuse(result.Refused ?? result.NotFound);
        }
    });

    private async Task WorkAsync(Func<string, Task> work)
    {
        if (_busy || await Desk.ActorAsync(Authentication) is not { } actor)
        {
            return;
        }

        _busy = true;
        try
        {
            await work(actor);
            await OnDone.InvokeAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
