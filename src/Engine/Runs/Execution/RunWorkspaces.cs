using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>
/// Makes the worktrees of a run, one for each of its repositories, all of them before its first step: rows follow when all are there, so that a server
/// that dies half way leaves nothing but worktrees that the next one goes on with.
/// </summary>
internal static class RunWorkspaces
{
    /// <summary>The worktrees in the order of the repositories, or why one cannot be; then none is left.</summary>
    /// <param name="state">The run.</param>
    /// <param name="directory">The run's folder.</param>
    /// <param name="branch">Branch to make in each repository.</param>
    /// <param name="start">Commit that the worktree in a repository begins at; null: its HEAD.</param>
    /// <param name="services">What makes them.</param>
    /// <param name="cancellationToken">The server stops; the next one goes on.</param>
    public static async Task<(IReadOnlyList<Workspace> Made, string? Fault)> MakeAsync(
        RunState state, string directory, string branch, Func<Repository, string?> start, RunSessionServices services, CancellationToken cancellationToken)
    {
        List<Workspace> made = [];
        foreach (var repository in state.Repositories)
        {
            var path = RunFolder.Workspace(directory, state.Run, repository.Id);
            var outcome = await services.Workspaces.CreateAsync(new WorkspaceRequest(repository.Path, path, branch, start(repository)), cancellationToken);
            if (outcome.Fault is { } fault)
            {
                await TakeBackAsync(state, made, services, cancellationToken);
                return ([], fault);
            }

            made.Add(new Workspace
            {
                Id = EntityId.New<WorkspaceId>(),
                RunId = state.Run.Id,
                RepositoryId = repository.Id,
                Path = path,
                Branch = outcome.Branch!,
                BaseCommit = outcome.BaseCommit!,
                CreatedAt = services.Time.GetUtcNow(),
            });
        }

        return (made, null);
    }

    /// <summary>Where the worktrees begin, in words.</summary>
    public static string Says(RunState state) => state.Run.Repositories.Count == 0
        ? $"Workspace made on branch {state.Workspace!.Branch} from {state.Workspace.BaseCommit[..12]}"
        : $"{state.Workspaces.Count} workspaces made: {string.Join(", ", state.Workspaces.Zip(state.Run.Repositories, (w, r) => $"{r.Name} on branch {w.Branch} from {w.BaseCommit[..12]}"))}";

    /// <summary>The commits that they begin at, in words.</summary>
    public static string Begins(RunState state) => state.Run.Repositories.Count == 0
        ? state.Workspace!.BaseCommit[..12]
        : string.Join(", ", state.Workspaces.Zip(state.Run.Repositories, (w, r) => $"{r.Name} {w.BaseCommit[..12]}"));

    // Nobody has worked in them: they hold nothing but what their repositories do.
    private static async Task TakeBackAsync(RunState state, List<Workspace> made, RunSessionServices services, CancellationToken cancellationToken)
    {
        foreach (var workspace in made)
        {
            var repository = state.Repositories.First(r => r.Id == workspace.RepositoryId);
            await services.Workspaces.RemoveAsync(repository.Path, workspace.Path, cancellationToken);
        }
    }
}
