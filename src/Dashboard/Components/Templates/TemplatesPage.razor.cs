using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Events;
using Signalbox.Engine.Library;
using Signalbox.Engine.Library.Templates;

namespace Signalbox.Dashboard.Components.Templates;

/// <summary>The templates of every known repository, those for everyone and the built-in ones.</summary>
public sealed partial class TemplatesPage
{
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(250);

    private IReadOnlyList<TemplateEntry>? _entries;
    private IReadOnlyList<TemplateEntry> _found = [];
    private int _typed;

    [Inject]
    private ITemplateCatalog Templates { get; set; } = null!;

    [Inject]
    private IWorkflowLibrary Library { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.WorkflowsChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _entries = await Templates.ListAllAsync(await Library.RepositoriesAsync(cancellationToken), cancellationToken);
        _found = [.. _entries.Where(e => TemplateWords.IsFound(e, Query))];
    }

    private async Task TypedAsync(ChangeEventArgs e)
    {
        // Only the last of a burst of key strokes moves on
        var typed = ++_typed;
        await Task.Delay(TypingPause, Time, Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (typed == _typed && !Ended.IsCancellationRequested)
        {
            Navigation.NavigateTo((e.Value as string)?.Trim() is { Length: > 0 } text ? $"templates?q={Uri.EscapeDataString(text)}" : "templates", replace: true);
        }
    }
}
