using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Runs;

/// <summary>One of the repositories of a run that works in several (spec 3, "Multi-Repository Workflows").</summary>
/// <param name="Id">The repository.</param>
/// <param name="Name">Its name when the run was started: what the steps say, and the folder of its worktree.</param>
/// <param name="BaseCommit">Commit that its worktree begins at, where another run's work is taken up; null: the repository's HEAD.</param>
/// <param name="JudgedCommit">Commit of the files that were let pass before the run (<see cref="Run.JudgedCommit"/>); null: the one above.</param>
public sealed record RunRepository(RepositoryId Id, string Name, string? BaseCommit = null, string? JudgedCommit = null);
