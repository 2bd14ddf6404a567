using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Events;
using Signalbox.Engine.Library;
using Signalbox.Engine.Library.Templates;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Components.Templates;

/// <summary>One template: how it is written, and the form that makes a workflow of it.</summary>
public sealed partial class TemplatePage
{
    private TemplateEntry? _entry;
    private IReadOnlyList<Repository> _repositories = [];
    private bool _loaded;

    /// <summary>Where it is: a repository's name, <c>global</c>, <c>built-in</c>.</summary>
    [Parameter]
    public string Place { get; set; } = "";

    /// <summary>Its name.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    [Inject]
    private ITemplateCatalog Templates { get; set; } = null!;

    [Inject]
    private IWorkflowLibrary Library { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? View { get; set; }

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.WorkflowsChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _repositories = [.. (await Library.RepositoriesAsync(cancellationToken)).DistinctBy(r => r.Id)];
        var all = await Templates.ListAllAsync(_repositories, cancellationToken);
        _entry = all.FirstOrDefault(t => string.Equals(t.Place, Place, StringComparison.Ordinal) && string.Equals(t.Slug, Name, StringComparison.Ordinal));
        _loaded = true;
    }
}
