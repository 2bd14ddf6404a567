using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Learnings;

/// <summary>Keeps learnings.</summary>
public interface ILearningStore
{
    /// <summary>Adds what was not proposed before; the number added.</summary>
    Task<int> AddAsync(IReadOnlyList<Learning> learnings, CancellationToken cancellationToken);

    /// <summary>Learnings, newest first; those that come after another one in that order. Empty when there is no such one.</summary>
    Task<IReadOnlyList<Learning>> ListAsync(RepositoryId? repository, LearningKind? kind, LearningStatus? status, LearningId? before, int limit, CancellationToken cancellationToken);

    /// <summary>One; null when there is none.</summary>
    Task<Learning?> FindAsync(LearningId id, CancellationToken cancellationToken);

    /// <summary>The one of this repository, kind and text; null when there is none.</summary>
    Task<Learning?> FindAsync(RepositoryId repository, LearningKind kind, string textHash, CancellationToken cancellationToken);

    /// <summary>Writes a person's answer, if it still stands where it was read. False when somebody else answered meanwhile.</summary>
    Task<bool> DecideAsync(Learning learning, LearningStatus from, CancellationToken cancellationToken);

    /// <summary>How many are proposed.</summary>
    Task<int> CountProposedAsync(CancellationToken cancellationToken);
}
