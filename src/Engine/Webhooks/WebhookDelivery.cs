using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Webhooks;

/// <summary>
/// One thing that an address outside is to be told. It is written in the transaction of what it tells, so that nothing is told that did not happen, and
/// nothing is forgotten when the server dies in between.
/// </summary>
public sealed class WebhookDelivery
{
    /// <summary>The webhook's id: the same thing has the same one, at every try.</summary>
    public required string Id { get; init; }

    /// <summary>What it tells, one of <see cref="WebhookKinds"/>.</summary>
    public required string Kind { get; init; }

    public required RunId RunId { get; init; }

    /// <summary>Number of the event that it tells, within the run.</summary>
    public required long Sequence { get; init; }

    /// <summary>The question that it is about; null: none.</summary>
    public ApprovalId? ApprovalId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What is sent, made before the first try and the same at each; null: not made yet.</summary>
    public string? Body { get; set; }

    /// <summary>Tries begun.</summary>
    public int Attempts { get; set; }

    /// <summary>When it is tried next; null: not any more.</summary>
    public DateTimeOffset? NextAt { get; set; }

    /// <summary>When it was taken; null: it was not.</summary>
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>Why the last try failed, or why there is none any more; null where nothing speaks against it.</summary>
    public string? Fault { get; set; }
}
