using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Events;
using Signalbox.Engine.Library;

namespace Signalbox.Dashboard.Components.Workflows;

/// <summary>One workflow: its definition, its faults, and the form that starts it.</summary>
public sealed partial class WorkflowPage
{
    private IReadOnlyList<WorkflowEntry>? _found;

    /// <summary>The slug.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>Name of the repository; null when the slug alone says which.</summary>
    [Parameter]
    public string? Repository { get; set; }

    [Inject]
    private IWorkflowLibrary Library { get; set; } = null!;

    private string Wanted => Repository is null ? Name : $"{Repository}/{Name}";

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.WorkflowsChanged or Notice.AgentsChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _found = await Library.FindAsync(Wanted, cancellationToken);
        if (_found.Count == 0 && Repository is not null)
        {
            // A run says where it works, which need not be where its workflow lies.
            _found = await Library.FindAsync(Name, cancellationToken);
        }
    }

    private static string Relative(WorkflowEntry entry) =>
        entry.Workflow.SourcePath.StartsWith(ConfiguredFiles.Source, StringComparison.Ordinal) ? "the configuration of the server" : Path.GetRelativePath(entry.Repository.Path, entry.Workflow.SourcePath);
}
