using Signalbox.Engine.Runs;
using Signalbox.Engine.Trust;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>Checkpoints and approvals in the shapes of design/contract.md.</summary>
internal static class GovernanceShapes
{
    public static CheckpointModel Of(Checkpoint c) => new()
    {
        Id = c.Id.Value,
        RunId = c.RunId.Value,
        StepId = c.StepId,
        AttemptId = c.AttemptId?.Value,
        Type = c.Type.ToString(),
        Summary = c.Summary,
        Author = c.Author,
        Commit = c.Commit,
        Commits = c.Commits.Count == 0 ? null : c.Commits,
        LeftOut = c.LeftOut,
        Outputs = c.Outputs,
        CreatedAt = c.CreatedAt,
    };

    public static ApprovalModel Of(Approval a, Run run) => new()
    {
        Id = a.Id.Value,
        RunId = run.Id.Value,
        RunKey = run.Key,
        Workflow = run.Workflow,
        StepId = a.StepId,
        Question = a.Question,
        Fields = a.Fields,
        Reviewers = a.Reviewers,
        IsForChanges = a.IsForChanges,
        IsBefore = a.IsBefore,
        TrustLevel = a.TrustLevel is { } level ? TrustWords.Of(level) : null,
        TrustReason = a.TrustReason,
        ForAdministrators = a.ForAdministrators,
        IsQuestion = a.IsQuestion,
        Status = a.Status.ToString(),
        Deadline = a.Deadline,
        RemindAt = a.RemindAt,
        RemindedAt = a.RemindedAt,
        WaitedMs = a.DecidedAt is { } decided ? (long)a.Waited(decided).TotalMilliseconds : null,
        DecidedBy = a.DecidedBy,
        DecidedAt = a.DecidedAt,
        Comment = a.Comment,
        Answers = a.Answers,
        CreatedAt = a.CreatedAt,
    };
}
