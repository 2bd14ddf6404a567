using Signalbox.Engine.Identity;
using Signalbox.Engine.Library;

namespace Signalbox.Engine.Features;

/// <summary>Finds features by what people call them.</summary>
public sealed class FeatureFinder(IFeatureStore store, IWorkflowLibrary library)
{
    /// <summary>Those of this name: an id, the feature's own id in its spec, or repository/id. More than one where several repositories have it.</summary>
    public async Task<IReadOnlyList<Feature>> FindAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (EntityId.TryParse<FeatureId>(name, out var id))
        {
            return await store.GetAsync(id, cancellationToken) is { } one ? [one] : [];
        }

        var slash = name.LastIndexOf('/');
        var found = await store.FindAsync(name[(slash + 1)..], cancellationToken);
        if (slash < 0 || found.Count == 0)
        {
            return found;
        }

        var repositories = (await library.RepositoriesAsync(cancellationToken)).Where(r => string.Equals(r.Name, name[..slash], StringComparison.Ordinal)).Select(r => r.Id).ToHashSet();
        return [.. found.Where(f => repositories.Contains(f.RepositoryId))];
    }
}
