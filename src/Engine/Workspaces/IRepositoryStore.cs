using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces;

/// <summary>Keeps the known repositories.</summary>
public interface IRepositoryStore
{
    /// <summary>All, by name.</summary>
    Task<IReadOnlyList<Repository>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The one with this id, name or path; null when there is none.</summary>
    Task<Repository?> FindAsync(string idNameOrPath, CancellationToken cancellationToken);

    /// <summary>Adds the repository at this path, or returns the one that is there already. The name is made unique with a number.</summary>
    Task<Repository> AddAsync(string path, string wishedName, string? defaultBranch, string? remote, CancellationToken cancellationToken);

    /// <summary>The one with this id.</summary>
    Task<Repository?> GetAsync(RepositoryId id, CancellationToken cancellationToken);
}
