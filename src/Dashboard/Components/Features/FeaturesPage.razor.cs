using Microsoft.AspNetCore.Components;
using Signalbox.Engine.Events;
using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;

namespace Signalbox.Dashboard.Components.Features;

/// <summary>The features of every known repository, changed last, first.</summary>
public sealed partial class FeaturesPage
{
    private const int PageSize = 100;
    private IReadOnlyList<Feature>? _features;
    private Dictionary<RepositoryId, string> _repositories = [];
    private int _pages = 1;
    private bool _hasMore;

    [Inject]
    private FeatureDesk Specs { get; set; } = null!;

    [Inject]
    private IWorkflowLibrary Library { get; set; } = null!;

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override bool Concerns(Notice notice) => notice is Notice.FeaturesChanged or Notice.WorkflowsChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _repositories = (await Library.RepositoriesAsync(cancellationToken)).DistinctBy(r => r.Id).ToDictionary(r => r.Id, r => r.Name);
        var shown = _pages * PageSize;
        var features = await Specs.ListAsync(repository: null, before: null, shown + 1, cancellationToken);
        (_features, _hasMore) = ([.. features.Take(shown)], features.Count > shown);
    }

    private async Task MoreAsync()
    {
        _pages++;
        await ReadAsync();
    }
}
