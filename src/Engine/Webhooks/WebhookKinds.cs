using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Webhooks;

/// <summary>What is told outside.</summary>
public static class WebhookKinds
{
    /// <summary>A run waits for an answer, or an agent asks.</summary>
    public const string ApprovalRequested = "approval.requested";

    /// <summary>A question's deadline comes near.</summary>
    public const string ApprovalReminder = "approval.reminder";

    /// <summary>A run completed; not told of child runs.</summary>
    public const string RunCompleted = "run.completed";

    /// <summary>A run failed; not told of child runs.</summary>
    public const string RunFailed = "run.failed";

    // What events name in their data.
    private const string Asked = "asked";
    private const string Question = "question";
    private const string Reminder = "reminder";
    private const string Session = "session";

    /// <summary>What an event is told as; null: it is not told.</summary>
    public static string? Of(RunEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return e switch
        {
            _ when e.Data.ContainsKey(Asked) || e.Data.ContainsKey(Question) => ApprovalRequested,
            _ when e.Data.ContainsKey(Reminder) => ApprovalReminder,
            { StepId: null, Transition: { } moved } when !e.Data.ContainsKey(Session) =>
                moved.EndsWith("-> Completed", StringComparison.Ordinal) ? RunCompleted : moved.EndsWith("-> Failed", StringComparison.Ordinal) ? RunFailed : null,
            _ => null,
        };
    }

    /// <summary>What is to be sent of an event; null: nothing.</summary>
    public static WebhookDelivery? DeliveryOf(RunEvent e)
    {
        if (Of(e) is not { } kind)
        {
            return null;
        }

        var asked = (e.Data.GetValueOrDefault(Asked) ?? e.Data.GetValueOrDefault(Question) ?? e.Data.GetValueOrDefault(Reminder)) as string;
        return new WebhookDelivery
        {
            Id = asked is null ? $"{kind}:{e.RunId}:{e.Sequence}" : $"{kind}:{asked}",
            Kind = kind,
            RunId = e.RunId,
            Sequence = e.Sequence,
            ApprovalId = asked is null ? null : ApprovalId.From(asked),
            CreatedAt = e.Time,
            NextAt = e.Time,
        };
    }
}
