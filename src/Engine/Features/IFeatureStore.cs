using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Features;

/// <summary>Keeps features.</summary>
public interface IFeatureStore
{
    /// <summary>Adds one. False when the repository has one of this slug.</summary>
    Task<bool> AddAsync(Feature feature, CancellationToken cancellationToken);

    /// <summary>Writes one and raises its revision. False when somebody else wrote it since it was read; then nothing is written.</summary>
    Task<bool> SaveAsync(Feature feature, CancellationToken cancellationToken);

    /// <summary>One; null when there is none.</summary>
    Task<Feature?> GetAsync(FeatureId id, CancellationToken cancellationToken);

    /// <summary>Those of this slug; of several repositories, several.</summary>
    Task<IReadOnlyList<Feature>> FindAsync(string slug, CancellationToken cancellationToken);

    /// <summary>The one whose tasks this run does; null when there is none.</summary>
    Task<Feature?> OfRunAsync(RunId run, CancellationToken cancellationToken);

    /// <summary>Those of a repository, or of all; changed last, first; those that come after another one in that order. Empty when there is no such one.</summary>
    Task<IReadOnlyList<Feature>> ListAsync(RepositoryId? repository, FeatureId? before, int limit, CancellationToken cancellationToken);

    /// <summary>The runs of the features that are not completed, and of each whether a person blocked the feature.</summary>
    Task<IReadOnlyDictionary<RunId, bool>> FollowedAsync(CancellationToken cancellationToken);

    /// <summary>Forgets one. False when it was not there.</summary>
    Task<bool> RemoveAsync(FeatureId id, CancellationToken cancellationToken);
}
