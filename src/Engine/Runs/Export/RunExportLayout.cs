using System.Globalization;

namespace Signalbox.Engine.Runs.Export;

/// <summary>Names of spec 1's layout; paths have forward slashes.</summary>
public static class RunExportLayout
{
    /// <summary>Folder below which exported runs are, relative to the folder that people name.</summary>
    public const string Tasks = ".ckrv/tasks";

    /// <summary>Spec 1's Task.</summary>
    public const string Metadata = "metadata.json";

    /// <summary>The workflow as it was when the run was started.</summary>
    public const string Snapshot = "workflow_snapshot.yml";

    internal const string Steps = "steps";
    internal const string Result = "result.json";
    internal const string Stdout = "stdout.log";
    internal const string Stderr = "stderr.log";
    internal const string Prompt = "prompt.md";
    internal const string Outputs = "outputs";
    internal const string Attempts = "attempts";
    internal const string Visits = "visits";
    internal const string Items = "items";
    internal const string Workspace = "workspace";

    /// <summary>Where a run is exported to.</summary>
    public static string TaskFolder(string directory, string key) => Path.Combine(Path.GetFullPath(directory), Tasks, key);

    internal static string Attempt(string step, int number) => string.Create(CultureInfo.InvariantCulture, $"{step}/{Attempts}/{number}");
}
