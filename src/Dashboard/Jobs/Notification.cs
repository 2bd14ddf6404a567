using System.Text.Json;
using Signalbox.Dashboard.Api;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Webhooks;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Words what is told outside.</summary>
internal static class Notification
{
    /// <summary>The body; null when there is nothing to tell any more: an answer was given meanwhile, or it is the end of a child run, whose parent's is told.</summary>
    public static string? BodyOf(WebhookDelivery delivery, RunState state)
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["run"] = RunData(delivery.Kind, state.Run) };
        if (delivery.ApprovalId is not { } id)
        {
            return state.Run.ParentRunId is null ? Body(delivery, data) : null;
        }

        if (state.Approvals.FirstOrDefault(a => a.Id == id) is not { Status: ApprovalStatus.Open } approval)
        {
            return null;
        }

        data["approval"] = new
        {
            id = approval.Id.Value,
            step = approval.StepId,
            question = approval.Question,
            reviewers = approval.Reviewers,
            trustLevel = approval.TrustLevel is { } level ? TrustWords.Of(level) : null,
            trustReason = approval.TrustReason,
            forAdministrators = approval.ForAdministrators,
            deadline = approval.Deadline?.UtcDateTime,
        };
        return Body(delivery, data);
    }

    private static object RunData(string kind, Run run) => new
    {
        id = run.Id.Value,
        key = run.Key,
        workflow = run.Workflow,
        // What is told is what happened then; a run that failed may be at work again.
        status = kind switch
        {
            WebhookKinds.RunCompleted => nameof(RunStatus.Completed),
            WebhookKinds.RunFailed => nameof(RunStatus.Failed),
            _ => run.Status.ToString(),
        },
        statusReason = run.StatusReason,
        path = $"/runs/{run.Key}",
    };

    private static string Body(WebhookDelivery delivery, Dictionary<string, object?> data) => JsonSerializer.Serialize(
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["type"] = delivery.Kind, ["timestamp"] = delivery.CreatedAt.UtcDateTime, ["data"] = data },
        ApiJson.Options);
}
