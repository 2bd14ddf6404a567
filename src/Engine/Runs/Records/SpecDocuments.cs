using System.Globalization;
using System.Text.Json.Nodes;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Records;

/// <summary>
/// The documents of a run's folder and of its export: spec 1's words at the top, ours under <c>signalbox</c>, so that nothing is lost on the way back
/// (design/domain.md, How the specs' own words are read and written).
/// </summary>
internal static class SpecDocuments
{
    /// <summary><c>metadata.json</c>: spec 1's Task.</summary>
    /// <param name="state">The run.</param>
    /// <param name="leftOut">What an export does not have; null: it is no export.</param>
    public static JsonObject Run(RunState state, IReadOnlyList<string>? leftOut)
    {
        var run = state.Run;
        return new JsonObject
        {
            ["id"] = run.Key,
            ["original_prompt"] = run.OriginalPrompt ?? "",
            ["workflow_name"] = run.Workflow,
            ["status"] = run.Status switch
            {
                RunStatus.Pending => "Pending",
                RunStatus.Running or RunStatus.Waiting or RunStatus.Paused => "Running",
                RunStatus.Completed => "Completed",
                RunStatus.Failed or RunStatus.Cancelled => "Failed",
            },
            ["worktree_path"] = run.Repositories.Count == 0 ? state.Workspace?.Path ?? RunFolder.Workspace(run) : RunFolder.Workspace(run),
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
                ["workspaces"] = run.Repositories.Count == 0 ? null : new JsonArray([.. state.Workspaces.Select(w => Workspace(state, w))]),
                ["inputs"] = Plain(run.Inputs),
                ["has_prompt"] = run.OriginalPrompt is not null,
                ["trigger"] = run.Trigger.ToString(),
                ["started_by"] = run.StartedBy,
                ["started_at"] = Time(run.StartedAt),
                ["ended_at"] = Time(run.EndedAt),
                ["cost_usd"] = run.CostUsd,
                ["left_out"] = leftOut is null ? null : new JsonArray([.. leftOut.Select(sentence => JsonValue.Create(sentence))]),
            },
        };
    }

    private static JsonObject Workspace(RunState state, Workspaces.Workspace workspace) => new()
    {
        ["repository"] = state.Run.Repositories.First(r => r.Id == workspace.RepositoryId).Name,
        ["path"] = workspace.Path,
        ["branch"] = workspace.Branch,
        ["base_commit"] = workspace.BaseCommit,
    };

    /// <summary><c>result.json</c>: spec 1's StepResult.</summary>
    /// <param name="step">The step run.</param>
    /// <param name="attempt">The attempt; null for a step that had none.</param>
    /// <param name="stdout">Beginning of its standard output.</param>
    /// <param name="stderr">Beginning of its standard error.</param>
    /// <param name="place">Turns a path of the run's folder into one of the export.</param>
    public static JsonObject Step(StepRun step, Attempt? attempt, string stdout, string stderr, Func<string, string> place)
    {
        var outputs = new JsonObject();
        foreach (var (name, value) in step.Outputs)
        {
            outputs[name] = value switch
            {
                null => null,
                string text => place(text),
                _ => PlainValue.ToJson(value),
            };
        }

        return new JsonObject
        {
            ["step_id"] = step.StepId,
            ["status"] = attempt is null ? StatusOf(step.Status) : StatusOf(attempt.Status),
            ["outputs"] = outputs,
            ["stdout"] = stdout,
            ["stderr"] = stderr,
            ["signalbox"] = Ours(step, attempt),
        };
    }

    private static string StatusOf(StepStatus status) => status switch
    {
        StepStatus.Completed => "success",
        StepStatus.Skipped => "skipped",
        StepStatus.Failed or StepStatus.Cancelled => "failed",
        StepStatus.Pending => "pending",
        StepStatus.Running or StepStatus.Blocked => "running",
    };

    private static string StatusOf(AttemptStatus status) => status switch
    {
        AttemptStatus.Succeeded => "success",
        AttemptStatus.TimedOut => "timeout",
        AttemptStatus.Failed or AttemptStatus.Cancelled or AttemptStatus.Interrupted => "failed",
        AttemptStatus.Running => "running",
    };

    private static JsonObject Ours(StepRun step, Attempt? attempt)
    {
        var ours = new JsonObject
        {
            ["step_run_id"] = step.Id.Value,
            ["name"] = step.Name,
            ["position"] = step.Position,
            ["visit"] = step.Visit,
            ["item_index"] = step.ItemIndex,
            ["item"] = Plain(step.Item),
            ["needs"] = new JsonArray([.. step.Needs.Select(need => JsonValue.Create(need))]),
            ["status"] = step.Status.ToString(),
            ["status_reason"] = step.StatusReason,
            ["agent"] = step.Agent,
            ["chosen_branch"] = step.ChosenBranch,
            ["verified"] = step.Verified,
            ["step_started_at"] = Time(step.StartedAt),
            ["step_ended_at"] = Time(step.EndedAt),
        };
        if (attempt is not null)
        {
            ours["attempt"] = attempt.Number;
            ours["attempt_id"] = attempt.Id.Value;
            ours["attempt_agent"] = attempt.Agent;
            ours["model"] = attempt.Model;
            ours["outcome"] = attempt.Status.ToString();
            ours["exit_code"] = attempt.ExitCode;
            ours["session_id"] = attempt.SessionId;
            ours["final_text"] = attempt.FinalText;
            ours["error"] = attempt.Error is { } error ? new JsonObject { ["code"] = error.Code, ["message"] = error.Message, ["retryable"] = error.Retryable } : null;
            ours["cost_usd"] = attempt.Usage?.CostUsd;
            ours["usage"] = attempt.Usage is { } usage ? Usage(usage) : null;
            ours["started_at"] = Time(attempt.StartedAt);
            ours["ended_at"] = Time(attempt.EndedAt);
        }

        return ours;
    }

    private static JsonObject Usage(AgentUsage usage) => new()
    {
        ["input_tokens"] = usage.InputTokens,
        ["output_tokens"] = usage.OutputTokens,
        ["cache_read_tokens"] = usage.CacheReadTokens,
        ["cache_creation_tokens"] = usage.CacheCreationTokens,
        ["cost_usd"] = usage.CostUsd,
        ["cost_estimated"] = usage.CostEstimated,
        ["premium_requests"] = usage.PremiumRequests,
        ["turns"] = usage.Turns,
        ["duration_ms"] = usage.DurationMs,
    };

    private static JsonNode? Plain(object? value) => JsonNode.Parse(PlainValue.ToJson(value));

    private static string? Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
