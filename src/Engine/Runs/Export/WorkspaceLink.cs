using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Export;

/// <summary>Spec 1 has the worktree inside the task's folder: a link to it, on the machine that has it.</summary>
public static class WorkspaceLink
{
    /// <summary>Makes <c>workspace</c> in the folder of an exported run.</summary>
    /// <param name="taskFolder">Folder of the exported run.</param>
    /// <returns>Null when made; else one sentence that says why there is none.</returns>
    public static string? Make(string taskFolder)
    {
        var metadata = PlainValue.FromJson(File.ReadAllText(Path.Combine(taskFolder, RunExportLayout.Metadata))) as IReadOnlyDictionary<string, object?>;
        if (metadata?.GetValueOrDefault("worktree_path") is not string path || !Path.IsPathFullyQualified(path) || !Directory.Exists(path))
        {
            return "workspace: the worktree is not on this machine";
        }

        File.CreateSymbolicLink(Path.Combine(taskFolder, RunExportLayout.Workspace), path);
        return null;
    }
}
