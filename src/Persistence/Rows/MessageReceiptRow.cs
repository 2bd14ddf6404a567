using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;

namespace Signalbox.Persistence.Rows;

/// <summary>What one recipient did with a message; no row: unread.</summary>
internal sealed class MessageReceiptRow
{
    public required MessageId MessageId { get; init; }

    /// <summary>Agent id, or the one word for people.</summary>
    public required string Recipient { get; init; }

    public required MessageStatus Status { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>The step that it was given to; null when somebody marked it otherwise.</summary>
    public StepRunId? StepRunId { get; set; }
}
