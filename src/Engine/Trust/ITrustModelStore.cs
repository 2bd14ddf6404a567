using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Trust;

/// <summary>Keeps the versions of trust models; none is ever changed.</summary>
public interface ITrustModelStore
{
    /// <summary>Adds a version with the next number of its scope. When the newest has the same text, that one is answered and nothing is added.</summary>
    /// <param name="version">The version; its number is given by the store.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<TrustModelVersion> AddAsync(TrustModelVersion version, CancellationToken cancellationToken);

    /// <summary>The versions of a scope, or of all of them, newest first.</summary>
    /// <param name="scope">The scope; null: all.</param>
    /// <param name="before">Only what is older than this version; none when there is no such version. Null: from the newest on.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<TrustModelVersion>> ListAsync(string? scope, TrustModelId? before, int limit, CancellationToken cancellationToken);

    /// <summary>The newest version of a scope, removals included; null when it never had one.</summary>
    Task<TrustModelId?> NewestAsync(string scope, CancellationToken cancellationToken);

    /// <summary>A version; null when there is none.</summary>
    Task<TrustModelVersion?> FindAsync(TrustModelId id, CancellationToken cancellationToken);
}
