using System.Text.Json;
using Signalbox.Dashboard.Api;
using Signalbox.Engine.Events;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Webhooks;

namespace Signalbox.Dashboard.Jobs;

/// <summary>Words what is told outside.</summary>
internal static class Notification
{
    /// <summary>The body; null when there is nothing to tell any more: an answer was given meanwhile, or it is the end of a child run, whose parent's is told.</summary>
    /// <param name="delivery">What is to be told.</param>
    /// <param name="state">The run as it is now.</param>
    /// <param name="told">The event that it tells; null: it is not known any more.</param>
    public static string? BodyOf(WebhookDelivery delivery, RunState state, RunEvent? told)
    {
        var data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["run"] = RunData(delivery.Kind, state.Run, told) };
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

    private static object RunData(string kind, Run run, RunEvent? told)
    {
        // What is told is what happened then; a run that failed may be at work again.
        var end = kind switch
        {
            WebhookKinds.RunCompleted => RunStatus.Completed,
            WebhookKinds.RunFailed => RunStatus.Failed,
            _ => (RunStatus?)null,
        };
        return new
        {
            id = run.Id.Value,
            key = run.Key,
            workflow = run.Workflow,
            status = (end ?? run.Status).ToString(),
            statusReason = end is null || (told is null && end == run.Status) ? run.StatusReason : told?.Reason,
            path = $"/runs/{run.Key}",
        };
    }

    private static string Body(WebhookDelivery delivery, Dictionary<string, object?> data) => JsonSerializer.Serialize(
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["type"] = delivery.Kind, ["timestamp"] = delivery.CreatedAt.UtcDateTime, ["data"] = data },
        ApiJson.Options);
}
