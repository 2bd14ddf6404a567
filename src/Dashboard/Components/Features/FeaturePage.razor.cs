using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Events;
using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Components.Features;

/// <summary>One feature: where it stands, its tasks and the steps that do them, its checklist, and its spec with what is wrong in it.</summary>
public sealed partial class FeaturePage
{
    private IReadOnlyList<Feature>? _found;
    private FeatureView? _view;
    private Dictionary<RepositoryId, string> _repositories = [];

    /// <summary>Its id, or its own id in its spec.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>Name of the repository; null when the other alone says which.</summary>
    [Parameter]
    public string? Repository { get; set; }

    [Inject]
    private FeatureFinder Finder { get; set; } = null!;

    [Inject]
    private IWorkflowLibrary Library { get; set; } = null!;

    [Inject]
    private IRunQueries Runs { get; set; } = null!;

    private string Wanted => Repository is null ? Name : $"{Repository}/{Name}";

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(300);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.FeaturesChanged || (notice is Notice.RunChanged run && run.RunId == _view?.Feature.RunId);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _repositories = (await Library.RepositoriesAsync(cancellationToken)).DistinctBy(r => r.Id).ToDictionary(r => r.Id, r => r.Name);
        var found = await Finder.FindAsync(Wanted, cancellationToken);
        _view = found.Count != 1 ? null : new FeatureView(
            found[0],
            _repositories.GetValueOrDefault(found[0].RepositoryId, found[0].RepositoryId.Value),
            found[0].RunId is { } run ? (await Runs.GetAsync(run, cancellationToken))?.Run : null,
            FeatureSpecFile.Read(found[0].Text, "spec.yaml"));
        _found = found;
    }
}
