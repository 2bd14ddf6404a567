using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Runs.Records;

/// <summary>
/// Writes the files that other programs read: <c>metadata.json</c> and <c>workflow_snapshot.yml</c> (spec 1 Task) and each step's
/// <c>result.json</c> (spec 1 StepResult). Spec 1's words stand at the top, ours under <c>signalbox</c>.
/// </summary>
internal static class RunDocuments
{
    /// <summary>Bytes of standard output and error that <c>result.json</c> carries; the log files have all.</summary>
    private const int StreamCap = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteRunAsync(RunState state, CancellationToken cancellationToken)
    {
        PrivateFiles.CreateFolder(state.Run.Directory);
        return WriteAsync(RunFolder.Metadata(state.Run), SpecDocuments.Run(state, leftOut: null), cancellationToken);
    }

    /// <summary>The run's document as it is now, to be written later.</summary>
    public static Func<Task> OfRun(RunState state)
    {
        var (folder, path, document) = (state.Run.Directory, RunFolder.Metadata(state.Run), SpecDocuments.Run(state, leftOut: null));
        return () =>
        {
            // A run that failed before it began has none yet.
            PrivateFiles.CreateFolder(folder);
            return WriteAsync(path, document, CancellationToken.None);
        };
    }

    public static Task WriteSnapshotAsync(RunState state, CancellationToken cancellationToken) =>
        PrivateFiles.WriteAsync(RunFolder.Snapshot(state.Run), System.Text.Encoding.UTF8.GetBytes(state.Version.Yaml), cancellationToken);

    public static Task WriteStepAsync(Run run, StepRun step, Attempt attempt, CancellationToken cancellationToken) =>
        WriteStepAsync(RunFolder.Step(run, step), attempt.Directory, SpecDocuments.Step(step, attempt, "", "", static path => path), cancellationToken);

    /// <summary>A step's document as it is now, to be written later.</summary>
    public static Func<Task> OfStep(Run run, StepRun step, Attempt attempt)
    {
        var (folder, directory, document) = (RunFolder.Step(run, step), attempt.Directory, SpecDocuments.Step(step, attempt, "", "", static path => path));
        return () => WriteStepAsync(folder, directory, document, CancellationToken.None);
    }

    private static async Task WriteStepAsync(string folder, string directory, JsonObject document, CancellationToken cancellationToken)
    {
        document["stdout"] = await HeadAsync(Path.Combine(directory, "stdout.log"), cancellationToken);
        document["stderr"] = await HeadAsync(Path.Combine(directory, "stderr.log"), cancellationToken);
        await WriteAsync(Path.Combine(directory, "result.json"), document, cancellationToken);
        var relative = Path.GetRelativePath(folder, directory);
        foreach (var name in (string[])["result.json", "stdout.log", "stderr.log", "prompt.md", "outputs"])
        {
            PrivateFiles.Link(Path.Combine(folder, name), Path.Combine(relative, name));
        }
    }

    private static async Task<string> HeadAsync(string path, CancellationToken cancellationToken)
    {
        // The agent could write here: a pipe in its log's place would hold the run up for ever.
        await using var file = UntrustedFile.TryOpen(path);
        if (file is null)
        {
            return "";
        }

        var buffer = new byte[(int)Math.Min(StreamCap, file.Length)];
        var read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, read);
    }

    private static Task WriteAsync(string path, JsonObject document, CancellationToken cancellationToken) =>
        PrivateFiles.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(document, Json), cancellationToken);
}
