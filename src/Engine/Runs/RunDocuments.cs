using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signalbox.Engine.Files;

namespace Signalbox.Engine.Runs;

/// <summary>
/// Writes the files that other programs read: <c>metadata.json</c> and <c>workflow_snapshot.yml</c> (spec 1 Task) and each step's
/// <c>result.json</c> (spec 1 StepResult). Spec 1's words stand at the top, ours under <c>signalbox</c>.
/// </summary>
internal static class RunDocuments
{
    /// <summary>Bytes of standard output and error that <c>result.json</c> carries; the log files have all.</summary>
    private const int StreamCap = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteRunAsync(RunState state, CancellationToken cancellationToken)
    {
        var run = state.Run;
        PrivateFiles.CreateFolder(run.Directory);
        var document = new JsonObject
        {
            ["id"] = run.Key,
            ["original_prompt"] = run.OriginalPrompt ?? "",
            ["workflow_name"] = run.Workflow,
            ["status"] = Spec1Status(run.Status),
            ["worktree_path"] = state.Workspace?.Path ?? RunFolder.Workspace(run),
            ["created_at"] = Time(run.CreatedAt),
            ["signalbox"] = new JsonObject
            {
                ["id"] = run.Id.Value,
                ["status"] = run.Status.ToString(),
                ["status_reason"] = run.StatusReason,
                ["workflow_version"] = run.WorkflowVersion,
                ["repository"] = run.Repository,
                ["branch"] = state.Workspace?.Branch,
                ["base_commit"] = state.Workspace?.BaseCommit,
                ["inputs"] = JsonSerializer.SerializeToNode(run.Inputs, Json),
                ["started_by"] = run.StartedBy,
                ["started_at"] = run.StartedAt is { } started ? Time(started) : null,
                ["ended_at"] = run.EndedAt is { } ended ? Time(ended) : null,
            },
        };
        await WriteAsync(RunFolder.Metadata(run), document, cancellationToken);
    }

    public static Task WriteSnapshotAsync(RunState state, CancellationToken cancellationToken) =>
        PrivateFiles.WriteAsync(RunFolder.Snapshot(state.Run), System.Text.Encoding.UTF8.GetBytes(state.Version.Yaml), cancellationToken);

    public static async Task WriteStepAsync(Run run, StepRun step, Attempt attempt, CancellationToken cancellationToken)
    {
        var folder = RunFolder.Step(run, step);
        var outputs = new JsonObject();
        foreach (var (name, value) in step.Outputs)
        {
            outputs[name] = value?.ToString();
        }

        var document = new JsonObject
        {
            ["step_id"] = step.StepId,
            ["status"] = attempt.Status switch
            {
                AttemptStatus.Succeeded => "success",
                AttemptStatus.TimedOut => "timeout",
                AttemptStatus.Running or AttemptStatus.Failed or AttemptStatus.Cancelled or AttemptStatus.Interrupted => "failed",
            },
            ["outputs"] = outputs,
            ["stdout"] = await HeadAsync(Path.Combine(attempt.Directory, "stdout.log"), cancellationToken),
            ["stderr"] = await HeadAsync(Path.Combine(attempt.Directory, "stderr.log"), cancellationToken),
            ["signalbox"] = new JsonObject
            {
                ["step_run_id"] = step.Id.Value,
                ["status"] = step.Status.ToString(),
                ["status_reason"] = step.StatusReason,
                ["agent"] = step.Agent,
                ["attempt"] = attempt.Number,
                ["attempt_id"] = attempt.Id.Value,
                ["outcome"] = attempt.Status.ToString(),
                ["exit_code"] = attempt.ExitCode,
                ["session_id"] = attempt.SessionId,
                ["cost_usd"] = attempt.Usage?.CostUsd,
                ["started_at"] = Time(attempt.StartedAt),
                ["ended_at"] = attempt.EndedAt is { } ended ? Time(ended) : null,
            },
        };
        await WriteAsync(Path.Combine(attempt.Directory, "result.json"), document, cancellationToken);
        var relative = Path.GetRelativePath(folder, attempt.Directory);
        foreach (var name in (string[])["result.json", "stdout.log", "stderr.log", "prompt.md", "outputs"])
        {
            PrivateFiles.Link(Path.Combine(folder, name), Path.Combine(relative, name));
        }
    }

    private static string Spec1Status(RunStatus status) => status switch
    {
        RunStatus.Pending => "Pending",
        RunStatus.Running or RunStatus.Waiting or RunStatus.Paused => "Running",
        RunStatus.Completed => "Completed",
        RunStatus.Failed or RunStatus.Cancelled => "Failed",
    };

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private static async Task<string> HeadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[(int)Math.Min(StreamCap, file.Length)];
        var read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, read);
    }

    private static Task WriteAsync(string path, JsonObject document, CancellationToken cancellationToken) =>
        PrivateFiles.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(document, Json), cancellationToken);
}
