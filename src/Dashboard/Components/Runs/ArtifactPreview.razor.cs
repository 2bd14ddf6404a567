using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Signalbox.Dashboard.Components.Live;

namespace Signalbox.Dashboard.Components.Runs;

/// <summary>An output file: its path, size and beginning. The browser reads it itself, through the same door as the download.</summary>
public sealed partial class ArtifactPreview
{
    private ElementReference _about;
    private ElementReference _text;

    /// <summary>Name of the output.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    /// <summary>Path inside the run's folder.</summary>
    [Parameter, EditorRequired]
    public required string Path { get; set; }

    /// <summary>Key of the run.</summary>
    [Parameter, EditorRequired]
    public required string RunKey { get; set; }

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    private string Href => Links.Artifact(RunKey, Path);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
        {
            return;
        }

        try
        {
            await using var module = await Script.InvokeAsync<IJSObjectReference>("import", "./" + Assets["dist/artifact.js"]);
            await module.InvokeVoidAsync("preview", Href, _text, _about);
        }
        catch (JSDisconnectedException)
        {
            // The browser went away meanwhile
        }
    }
}
