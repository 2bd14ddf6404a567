using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Signalbox.Dashboard.Components.Live;
using Signalbox.Dashboard.Components.Shared;
using Signalbox.Engine.Identity;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>The log of one stream of one attempt; give it a key of both, it does not change its subject.</summary>
public sealed partial class LogView : IAsyncDisposable
{
    private ElementReference _host;
    private IJSObjectReference? _module;
    private IJSObjectReference? _log;

    /// <summary>The attempt.</summary>
    [Parameter, EditorRequired]
    public AttemptId AttemptId { get; set; }

    /// <summary><c>stdout</c> or <c>stderr</c>.</summary>
    [Parameter, EditorRequired]
    public required string Stream { get; set; }

    /// <summary>Where elapsed times begin.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Name for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>Address of the page that shows this very log, whatever the run does next.</summary>
    [Parameter, EditorRequired]
    public required string Here { get; set; }

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_log is not null)
            {
                await _log.InvokeVoidAsync("dispose");
                await _log.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and the view with it
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            _module = await Script.InvokeAsync<IJSObjectReference>("import", "./" + Assets["dist/logview.js"]);
            _log = await _module.InvokeAsync<IJSObjectReference>("mount", _host, new
            {
                attempt = AttemptId.Value,
                stream = Stream,
                label = Label,
                here = Here,
                raw = Links.RawLog(AttemptId, Stream),
                search = Links.LogSearch(AttemptId, Stream),
                startedAt = TimeText.Machine(StartedAt),
            });
        }
        catch (JSDisconnectedException)
        {
            // The browser went away meanwhile
        }
    }
}
