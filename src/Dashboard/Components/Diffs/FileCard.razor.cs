using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Runs.Diffs;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Dashboard.Components.Diffs;

/// <summary>A changed file, whose lines are read when it is opened; give it a key of its path and contents, it does not change its subject.</summary>
public sealed partial class FileCard : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private FileDiff? _diff;
    private bool _open;

    /// <summary>Name of the place in the page.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    /// <summary>The changes that it is one of: those of one repository.</summary>
    [Parameter, EditorRequired]
    public required RunDiff Of { get; set; }

    /// <summary>The file.</summary>
    [Parameter, EditorRequired]
    public required DiffFile File { get; set; }

    /// <summary>Side by side.</summary>
    [Parameter]
    public bool Split { get; set; }

    /// <summary>Open from the beginning.</summary>
    [Parameter]
    public bool Open { get; set; }

    /// <summary>Somebody opened or closed it.</summary>
    [Parameter]
    public Action<bool>? Folded { get; set; }

    private string Title => Of.Repository is { } repository ? $"{repository}: {File.Path}" : File.Path;

    [Inject]
    private IRunDiffs Diffs { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _open = Open;
        await ReadAsync();
    }

    private async Task ToggleAsync()
    {
        _open = !_open;
        Folded?.Invoke(_open);
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (!_open || _diff is not null)
        {
            return;
        }

        var stop = _ended.Token;
        try
        {
            _diff = await Diffs.FileAsync(Of, File, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The component is gone
        }
    }
}
