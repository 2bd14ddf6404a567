using Signalbox.Engine.Identity;

namespace Signalbox.Engine.Coordination;

/// <summary>Keeps messages and what each recipient did with them.</summary>
public interface IMessageStore
{
    /// <summary>Writes a message.</summary>
    Task AddAsync(Message message, CancellationToken cancellationToken);

    /// <summary>One; null when there is none.</summary>
    Task<Message?> FindAsync(MessageId id, CancellationToken cancellationToken);

    /// <summary>
    /// An inbox: more important ones first, then the newest. What has expired and was not read is left out. In that of a role or of everyone, read is what one of
    /// those that it is for has got.
    /// </summary>
    /// <param name="recipient">Whose.</param>
    /// <param name="status">Only these; null: all but the archived ones.</param>
    /// <param name="before">Only what comes after this message in that order; none when there is no such message. Null: from the first on.</param>
    /// <param name="limit">Entries at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<InboxEntry>> InboxAsync(Recipient recipient, MessageStatus? status, MessageId? before, int limit, CancellationToken cancellationToken);

    /// <summary>Roles that messages are addressed to, in order; at most 1,000.</summary>
    Task<IReadOnlyList<string>> ListRolesAsync(CancellationToken cancellationToken);

    /// <summary>How many of an inbox are unread.</summary>
    Task<int> CountUnreadAsync(Recipient recipient, CancellationToken cancellationToken);

    /// <summary>
    /// Takes the unread messages of an inbox for a step and marks them read: each is delivered to one step, whoever asks at the same time. What this step was
    /// given before comes again, for its attempt may have ended before anybody read it.
    /// </summary>
    Task<IReadOnlyList<Message>> TakeUnreadAsync(Recipient recipient, StepRunId stepRun, int limit, CancellationToken cancellationToken);

    /// <summary>Marks a message in one inbox. False when there is no such message.</summary>
    Task<bool> MarkAsync(MessageId id, Recipient recipient, MessageStatus status, CancellationToken cancellationToken);

    /// <summary>All messages, newest first.</summary>
    /// <param name="thread">Only of this conversation: the newest of it, oldest first.</param>
    /// <param name="before">Only those that are older than this message; none when there is no such message. Null: the newest too.</param>
    /// <param name="limit">Messages at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<Message>> ListAsync(MessageId? thread, MessageId? before, int limit, CancellationToken cancellationToken);
}
