using Signalbox.Engine.Webhooks;

namespace Signalbox.Dashboard.Api.Models;

/// <summary>One thing that was told outside, or waits to be.</summary>
public sealed record WebhookDeliveryModel
{
    /// <summary>What the receiver gets as <c>webhook-id</c>, the same at every try.</summary>
    public required string Id { get; init; }

    /// <summary><c>approval.requested</c>, <c>approval.reminder</c>, <c>run.completed</c> or <c>run.failed</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Id of the run.</summary>
    public required string Run { get; init; }

    /// <summary>Id of the approval; null: it is about none.</summary>
    public string? Approval { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Tries so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>When it is tried next; null: not any more.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it was taken; null: it was not.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>Why the last try failed; null where it did not.</summary>
    public string? Fault { get; init; }

    internal static WebhookDeliveryModel Of(WebhookDelivery delivery) => new()
    {
        Id = delivery.Id,
        Type = delivery.Kind,
        Run = delivery.RunId.Value,
        Approval = delivery.ApprovalId?.Value,
        CreatedAt = delivery.CreatedAt,
        Attempts = delivery.Attempts,
        NextAt = delivery.NextAt,
        DeliveredAt = delivery.DeliveredAt,
        Fault = delivery.Fault,
    };
}
