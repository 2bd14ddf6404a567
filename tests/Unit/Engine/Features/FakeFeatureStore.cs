using Signalbox.Engine.Features;
using Signalbox.Engine.Identity;

namespace Signalbox.Unit.Engine.Features;

/// <summary>Features in memory.</summary>
internal sealed class FakeFeatureStore : IFeatureStore
{
    private readonly List<Feature> features = [];

    /// <summary>Saves that find that somebody else was faster.</summary>
    public int LostSaves { get; set; }

    public int Saves { get; private set; }

    /// <summary>How often somebody looked for the feature of a run.</summary>
    public int Looks { get; private set; }

    public Task<bool> AddAsync(Feature feature, CancellationToken cancellationToken)
    {
        if (features.Exists(f => f.RepositoryId == feature.RepositoryId && string.Equals(f.Slug, feature.Slug, StringComparison.Ordinal)))
        {
            return Task.FromResult(false);
        }

        features.Add(feature);
        return Task.FromResult(true);
    }

    public Task<bool> SaveAsync(Feature feature, CancellationToken cancellationToken)
    {
        if (LostSaves > 0)
        {
            LostSaves--;
            return Task.FromResult(false);
        }

        feature.Revision++;
        Saves++;
        return Task.FromResult(true);
    }

    public Task<Feature?> GetAsync(FeatureId id, CancellationToken cancellationToken) => Task.FromResult(features.Find(f => f.Id == id));

    public Task<IReadOnlyList<Feature>> FindAsync(string slug, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Feature>>(features.FindAll(f => string.Equals(f.Slug, slug, StringComparison.Ordinal)));

    public Task<Feature?> OfRunAsync(RunId run, CancellationToken cancellationToken)
    {
        Looks++;
        return Task.FromResult(features.Find(f => f.RunId == run));
    }

    public Task<IReadOnlyList<Feature>> ListAsync(RepositoryId? repository, FeatureId? before, int limit, CancellationToken cancellationToken)
    {
        var ordered = features.Where(f => repository is null || f.RepositoryId == repository).OrderByDescending(f => f.UpdatedAt).ThenByDescending(f => f.Id.Value, StringComparer.Ordinal).ToList();
        var after = before is null ? 0 : ordered.FindIndex(f => f.Id == before) + 1;
        return Task.FromResult<IReadOnlyList<Feature>>(before is not null && after == 0 ? [] : [.. ordered.Skip(after).Take(limit)]);
    }

    public Task<IReadOnlyDictionary<RunId, bool>> FollowedAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<RunId, bool>>(features.Where(f => f is { RunId: not null, Status: not FeatureStatus.Completed }).ToDictionary(f => f.RunId!.Value, f => f.IsHeld));

    public Task<bool> RemoveAsync(FeatureId id, CancellationToken cancellationToken) => Task.FromResult(features.RemoveAll(f => f.Id == id) > 0);
}
