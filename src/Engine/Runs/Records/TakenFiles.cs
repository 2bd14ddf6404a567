using Signalbox.Engine.Identity;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Records;

/// <summary>The files of a run's workspaces, taken for a checkpoint that is yet to be made.</summary>
/// <param name="Id">The checkpoint's.</param>
/// <param name="Summary">What was reached.</param>
/// <param name="Commits">The commits.</param>
internal sealed record TakenFiles(CheckpointId Id, string Summary, CheckpointCommits Commits)
{
    /// <summary>The commit of a repository's workspace; null: it could not be made.</summary>
    public string? CommitIn(RunState state, Repository repository) =>
        state.Run.Repositories.Count == 0 ? Commits.Commit : Commits.Commits.GetValueOrDefault(state.NameOf(repository));
}
