using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Workspaces;

/// <summary>Keeps the known repositories.</summary>
public interface IRepositoryStore
{
    /// <summary>All that are known, by name.</summary>
    Task<IReadOnlyList<Repository>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The one with this id, name or path; null when there is none.</summary>
    Task<Repository?> FindAsync(string idNameOrPath, CancellationToken cancellationToken);

    /// <summary>Adds the repository at this path, or returns the one that is there already; one that was forgotten is known again. The name is made unique with a number.</summary>
    Task<Repository> AddAsync(string path, string wishedName, string? defaultBranch, string? remote, CancellationToken cancellationToken);

    /// <summary>The one with this id, also when it was forgotten.</summary>
    Task<Repository?> GetAsync(RepositoryId id, CancellationToken cancellationToken);

    /// <summary>Sets the branch that workspaces are compared with. False when it is not known.</summary>
    Task<bool> SetDefaultBranchAsync(RepositoryId id, string branch, CancellationToken cancellationToken);

    /// <summary>Sets whether runs fetch and push, and the remote with which they do. False when it is not known.</summary>
    Task<bool> SetSyncAsync(RepositoryId id, string? remote, bool fetchFirst, bool pushAfter, CancellationToken cancellationToken);

    /// <summary>How many workspaces and runs that have not ended each known repository has.</summary>
    Task<IReadOnlyDictionary<RepositoryId, RepositoryUse>> UseAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Forgets a repository with its workflows, unless a run of it has not ended or a workspace of it is there: those are named and nothing changes.
    /// Its files stay, and so do the rows of its runs.
    /// </summary>
    /// <returns>What stands in the way, none when it is forgotten; null when it is not known.</returns>
    Task<RepositoryHold?> ForgetAsync(RepositoryId id, CancellationToken cancellationToken);
}
