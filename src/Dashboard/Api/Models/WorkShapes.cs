using Signalbox.Engine.Coordination;
using Signalbox.Engine.Runs;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>Turns agents, claims and messages into what the API answers.</summary>
internal static class WorkShapes
{
    public static AgentModel Of(RegisteredAgent a, AgentActivity activity) => new()
    {
        Id = a.Id,
        Name = a.Name,
        Provider = a.Provider,
        Kind = a.Kind.ToString(),
        Source = a.Source.ToString(),
        Model = a.Model,
        Role = a.Role,
        Config = a.Config,
        Capacity = a.Capacity,
        Capabilities = a.Capabilities,
        Status = a.Status.ToString(),
        StatusReason = a.StatusReason,
        Program = a.Program,
        Version = a.Version,
        LastHealthCheck = a.LastHealthCheck,
        LastHeartbeat = a.LastHeartbeat,
        LastError = a.LastError,
        CurrentSteps = Current(activity.Of(a.Id)),
        Cost = Of(activity.CostOf(a.Id)),
        CreatedAt = a.CreatedAt,
        UpdatedAt = a.UpdatedAt,
    };

    public static AgentChangeModel Of(AgentChange c) => new(c.Sequence, c.Time, c.From.ToString(), c.To.ToString(), c.Reason, c.Actor);

    public static StepClaimModel Of(StepClaim c) => new()
    {
        Step = c.StepRunId.Value,
        StepId = c.StepId,
        Run = c.RunId.Value,
        Attempt = c.AttemptId.Value,
        Status = c.Status.ToString(),
        Capabilities = c.Capabilities,
        Role = c.Role,
        AssignedTo = c.AssignedTo,
        Agent = c.AgentId,
        Epoch = c.Epoch,
        Percent = c.Percent,
        Progress = c.Progress,
        Reason = c.Reason,
        OfferedAt = c.OfferedAt,
        ClaimedAt = c.ClaimedAt,
    };

    public static WorkModel Of(WorkItem w) => new()
    {
        Step = w.Claim.StepRunId.Value,
        Epoch = w.Claim.Epoch,
        StepId = w.Claim.StepId,
        Run = w.Claim.RunId.Value,
        RunKey = w.RunKey,
        Attempt = w.Claim.AttemptId.Value,
        AttemptNumber = w.AttemptNumber,
        Prompt = w.Prompt,
        Environment = w.Environment,
        WorkingDirectory = w.WorkingDirectory,
        Deadline = w.Deadline,
        StdoutBytes = w.StdoutBytes,
        StderrBytes = w.StderrBytes,
        Messages = [.. w.Messages.Select(m => Of(m))],
    };

    public static MessageModel Of(InboxEntry entry) => Of(entry.Message, entry.Status);

    public static MessageModel Of(Message m, MessageStatus? status = null) => new()
    {
        Id = m.Id.Value,
        From = m.From,
        To = m.ToKind switch
        {
            RecipientKind.Agent => m.To,
            RecipientKind.Role => $"role:{m.To}",
            RecipientKind.Everyone => "everyone",
            RecipientKind.People => Recipient.People,
        },
        Type = m.Type,
        Priority = m.Priority,
        Body = m.Body,
        Thread = m.Thread.Value,
        Run = m.RunId?.Value,
        CreatedAt = m.CreatedAt,
        ExpiresAt = m.ExpiresAt,
        Status = status?.ToString(),
    };

    private static IReadOnlyList<CurrentStepModel> Current(AgentActivity activity) =>
    [
        .. activity.Held.Select(c => new CurrentStepModel
        {
            Step = c.StepRunId.Value,
            StepId = c.StepId,
            Run = c.RunId.Value,
            Attempt = c.AttemptId.Value,
            Epoch = c.Epoch,
            Percent = c.Percent,
            Progress = c.Progress,
            ClaimedAt = c.ClaimedAt,
            Since = c.ClaimedAt,
        }),
        .. activity.Steps.Select(s => new CurrentStepModel
        {
            Step = s.StepRunId.Value,
            StepId = s.StepId,
            Item = s.ItemIndex,
            Run = s.RunId.Value,
            RunKey = s.RunKey,
            Attempt = s.AttemptId.Value,
            AttemptNumber = s.Attempt,
            Since = s.StartedAt,
        }),
    ];

    private static AgentCostModel Of(AgentCost c) => new(AgentActivities.CostDays, c.Attempts, c.Unknown, c.Usd, c.IsEstimated);
}
