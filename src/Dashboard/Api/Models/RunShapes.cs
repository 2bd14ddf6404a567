using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>Runs, steps and attempts in the shapes of design/contract.md.</summary>
internal static class RunShapes
{
    public static RunModel Of(RunSummary r, ServerAddress address) => new()
    {
        Id = r.Id.Value,
        Key = r.Key,
        Url = address.OfRun(r.Key),
        Workflow = r.Workflow,
        WorkflowVersion = r.WorkflowVersion,
        Status = r.Status.ToString(),
        StatusReason = r.StatusReason,
        Repository = r.Repository,
        OriginalPrompt = r.OriginalPrompt,
        Inputs = r.Inputs,
        Trigger = r.Trigger.ToString(),
        StartedBy = r.StartedBy,
        CreatedAt = r.CreatedAt,
        StartedAt = r.StartedAt,
        EndedAt = r.EndedAt,
        CurrentStep = r.CurrentStep,
        NextAction = r.NextAction,
        CostUsd = r.CostUsd,
        CancelRequested = r.CancelRequested,
        StepsEnded = r.StepsEnded,
        StepsTotal = r.StepsTotal,
    };

    public static RunModel Of(RunState state, int? queuePosition, ServerAddress address, IReadOnlyDictionary<StepRunId, ChangeSummary>? changes = null)
    {
        var r = state.Run;
        return new RunModel
        {
            Id = r.Id.Value,
            Key = r.Key,
            Url = address.OfRun(r.Key),
            Workflow = r.Workflow,
            WorkflowVersion = r.WorkflowVersion,
            Status = r.Status.ToString(),
            StatusReason = r.StatusReason,
            Repository = r.Repository,
            Repositories = r.Repositories.Count == 0 ? null : [.. r.Repositories.Select(one => one.Name)],
            OriginalPrompt = r.OriginalPrompt,
            Inputs = r.Inputs,
            Trigger = r.Trigger.ToString(),
            StartedBy = r.StartedBy,
            CreatedAt = r.CreatedAt,
            StartedAt = r.StartedAt,
            EndedAt = r.EndedAt,
            CurrentStep = r.CurrentStep,
            NextAction = r.NextAction,
            QueuePosition = queuePosition,
            CostUsd = r.CostUsd,
            Verified = state.Steps.Any(s => s.Verified is false) ? false : state.Steps.Any(s => s.Verified is true) ? true : null,
            Priority = r.Priority,
            Pinned = r.Pinned,
            WaitsUntil = r.Status == RunStatus.Waiting ? r.WakeAt : null,
            ParentRunId = r.ParentRunId?.Value,
            ForkedFrom = r.ForkedFrom?.Value,
            TraceId = r.TraceId,
            CancelRequested = r.CancelRequestedAt is not null,
            StepsEnded = state.Steps.Count(s => s.HasEnded),
            StepsTotal = state.Steps.Count,
            Steps = Steps(state, changes),
        };
    }

    public static IReadOnlyList<StepModel> Steps(RunState state, IReadOnlyDictionary<StepRunId, ChangeSummary>? changes)
    {
        var attempts = state.Attempts.ToLookup(a => a.StepRunId);
        return [.. state.Steps.Select(s => Of(s, attempts[s.Id], changes?.GetValueOrDefault(s.Id)))];
    }

    private static StepModel Of(StepRun s, IEnumerable<Attempt> attempts, ChangeSummary? changes) => new()
    {
        Id = s.StepId,
        StepRunId = s.Id.Value,
        Repository = s.Repository,
        Name = s.Name,
        Status = s.Status.ToString(),
        StatusReason = s.StatusReason,
        Agent = s.Agent,
        Visit = s.Visit,
        Needs = s.Needs,
        Verified = s.Verified,
        Item = s.Item,
        ItemIndex = s.ItemIndex,
        BlockedOn = s.BlockedOn?.ToString(),
        ResumesAt = s.ResumeAt,
        ChosenBranch = s.ChosenBranch,
        ChildRunId = s.ChildRunId?.Value,
        Outputs = s.Outputs,
        Changes = changes is { } c ? new ChangesModel(c.Files, c.Added, c.Removed) : null,
        StartedAt = s.StartedAt,
        EndedAt = s.EndedAt,
        Attempts = [.. attempts.OrderBy(a => a.Number).Select(Of)],
    };

    private static AttemptModel Of(Attempt a) => new()
    {
        Id = a.Id.Value,
        Number = a.Number,
        Agent = a.Worker ?? a.Agent,
        Model = a.Model,
        Outcome = a.Status == AttemptStatus.Running ? null : a.Status.ToString(),
        ExitCode = a.ExitCode,
        SessionId = a.SessionId,
        FinalText = a.FinalText,
        Error = a.Error is { } e ? new AttemptErrorModel(e.Code, e.Message, e.Retryable, e.RetryAt) : null,
        ToolCalls = a.ToolCalls.Count,
        PermissionDenials = a.PermissionDenials.Count,
        Warnings = a.Warnings,
        Usage = a.Usage is { } u
            ? new UsageModel(u.InputTokens, u.OutputTokens, u.CacheReadTokens, u.CacheCreationTokens, u.CostUsd, u.CostEstimated, u.PremiumRequests, u.Turns, u.DurationMs)
            : null,
        StartedAt = a.StartedAt,
        EndedAt = a.EndedAt,
    };
}
