using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Where a run is to work, or why it cannot.</summary>
/// <param name="Repository">Its repository; of several the one that stands for them. Null on a fault.</param>
/// <param name="All">All of them where there are several; empty: the one.</param>
/// <param name="Fault">One sentence; null when there is none.</param>
/// <param name="IsMissing">The fault is that something is not there.</param>
internal sealed record RunRepositories(Repository? Repository, IReadOnlyList<RunRepository> All, string? Fault, bool IsMissing)
{
    /// <summary>Finds out.</summary>
    /// <param name="definition">The workflow.</param>
    /// <param name="home">The repository that has the workflow.</param>
    /// <param name="wanted">What whoever starts the run says; null: nothing.</param>
    /// <param name="fallback">Where it works when nobody says anything.</param>
    /// <param name="known">Finds repositories.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RunRepositories> FindAsync(
        WorkflowDefinition definition, Repository home, string? wanted, Repository fallback, IRepositoryStore known, CancellationToken cancellationToken)
    {
        if (definition.Repositories.Count > 1)
        {
            return wanted is null
                ? await AllAsync(definition, home, known, cancellationToken)
                : new RunRepositories(null, [], $"'{definition.Name}' works in {string.Join(", ", definition.Repositories)}: its steps say where, so leave '{wanted}' away", IsMissing: false);
        }

        if ((wanted ?? (definition.Repositories is [var only] ? only : null)) is not { } name)
        {
            return new RunRepositories(fallback, [], null, IsMissing: false);
        }

        return await known.FindAsync(name, cancellationToken) is { } repository ? new RunRepositories(repository, [], null, IsMissing: false) : Missing(name);
    }

    /// <summary>With commits to begin at, by the name of the repository; one that has none begins at its HEAD.</summary>
    public RunRepositories From(Func<string, string?> commit) => this with { All = [.. All.Select(r => r with { BaseCommit = commit(r.Name) })] };

    private static async Task<RunRepositories> AllAsync(WorkflowDefinition definition, Repository home, IRepositoryStore known, CancellationToken cancellationToken)
    {
        List<Repository> found = [];
        foreach (var name in definition.Repositories)
        {
            if (await known.FindAsync(name, cancellationToken) is not { } repository)
            {
                return Missing(name);
            }

            if (found.Any(f => f.Id == repository.Id))
            {
                return new RunRepositories(null, [], $"'{definition.Name}' names the repository {repository.Name} twice: once as '{name}'", IsMissing: false);
            }

            if (CondemnedFolder.IsName(name))
            {
                // The worktrees of a run lie side by side, each named as its repository.
                return new RunRepositories(null, [], $"'{definition.Name}' works in several repositories, and '{name}' is named as a worktree that is being removed: rename its folder and make it known again", IsMissing: false);
            }

            found.Add(repository);
        }

        return new RunRepositories(
            found.Find(r => r.Id == home.Id) ?? found[0],
            [.. found.Zip(definition.Repositories, (r, name) => new RunRepository(r.Id, name))],
            null,
            IsMissing: false);
    }

    private static RunRepositories Missing(string name) => new(null, [], $"there is no repository '{name}'; make it known with `signalbox init PATH`", IsMissing: true);
}
