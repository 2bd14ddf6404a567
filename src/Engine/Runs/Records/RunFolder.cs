using System.Globalization;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs.Resolution;

namespace Signalbox.Engine.Runs.Records;

/// <summary>Where a run's files are: spec 1's layout (design/contract.md, Files).</summary>
public static class RunFolder
{
    private const string WorkspaceName = "workspace";

    /// <summary>The worktree; of a run in several repositories the folder of its worktrees.</summary>
    public static string Workspace(Run run) => Path.Combine(run.Directory, WorkspaceName);

    /// <summary>The worktree of one of the run's repositories: <c>workspace</c>, or <c>workspace/NAME</c> where there are several.</summary>
    /// <param name="directory">The run's folder.</param>
    /// <param name="run">The run.</param>
    /// <param name="repository">The repository.</param>
    public static string Workspace(string directory, Run run, RepositoryId repository) => run.Repositories.FirstOrDefault(r => r.Id == repository) is { } one
        ? Path.Combine(directory, WorkspaceName, one.Name)
        : Path.Combine(directory, WorkspaceName);

    /// <summary>Spec 1's Task.</summary>
    public static string Metadata(Run run) => Path.Combine(run.Directory, "metadata.json");

    /// <summary>The workflow as it was when the run was started.</summary>
    public static string Snapshot(Run run) => Path.Combine(run.Directory, "workflow_snapshot.yml");

    /// <summary>A step run's folder: <c>steps/01_plan</c>, <c>steps/01_plan/visits/2</c>, <c>steps/03_lint/items/src</c>.</summary>
    public static string Step(Run run, StepRun step)
    {
        var folder = Path.Combine(run.Directory, "steps", StepName(step));
        folder = step.Visit == 1 ? folder : Path.Combine(folder, "visits", step.Visit.ToString(CultureInfo.InvariantCulture));
        return step.ItemIndex is null ? folder : Path.Combine(folder, "items", StepItems.FolderOf(step));
    }

    /// <summary>An attempt's folder; the step's own files are links to the last attempt's.</summary>
    public static string Attempt(Run run, StepRun step, int number) =>
        Path.Combine(Step(run, step), "attempts", number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether an attempt lies in the run's folder: one of before the run went to another node does not, and its files are not ours.</summary>
    public static bool Holds(Run run, Attempt attempt) => attempt.Directory.StartsWith(run.Directory + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>A path relative to the run's folder, with forward slashes.</summary>
    public static string Relative(Run run, string path) => Path.GetRelativePath(run.Directory, path);

    private static string StepName(StepRun step) => string.Create(CultureInfo.InvariantCulture, $"{step.Position:D2}_{step.StepId}");
}
