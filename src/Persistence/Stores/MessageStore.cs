using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class MessageStore(Database database, RowTables tables, TimeProvider time) : IMessageStore
{
    public Task AddAsync(Message message, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope =>
        {
            await tables.Messages.InsertAsync(scope, [message], cancellationToken);
            return true;
        },
        cancellationToken);

    public async Task<Message?> FindAsync(MessageId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
    }

    public async Task<IReadOnlyList<InboxEntry>> InboxAsync(Recipient recipient, MessageStatus? status, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        return await Entries(context, recipient, status, newestFirst: true).Take(limit).ToListAsync(cancellationToken);
    }

    public async Task<int> CountUnreadAsync(Recipient recipient, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await Entries(context, recipient, MessageStatus.Unread, newestFirst: true).CountAsync(cancellationToken);
    }

    public Task<IReadOnlyList<Message>> TakeUnreadAsync(Recipient recipient, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.WriteAsync<IReadOnlyList<Message>>(
            Durability.Full,
            async scope =>
            {
                var context = await scope.ContextAsync(cancellationToken);
                List<Message> taken = [];
                foreach (var entry in await Entries(context, recipient, MessageStatus.Unread, newestFirst: false).Take(limit).ToListAsync(cancellationToken))
                {
                    // Of two that take at once, one gets the row in.
                    if (await tables.MessageReceipts.TryInsertAsync(scope, [Receipt(entry.Message.Id, recipient, MessageStatus.Read)], cancellationToken) == 1)
                    {
                        taken.Add(entry.Message);
                    }
                }

                if (taken.Count == 0)
                {
                    scope.Abandon();
                }

                return taken;
            },
            cancellationToken);
    }

    public Task<bool> MarkAsync(MessageId id, Recipient recipient, MessageStatus status, CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope =>
        {
            var context = await scope.ContextAsync(cancellationToken);
            if (!await Addressed(context, recipient).AnyAsync(m => m.Id == id, cancellationToken))
            {
                return false;
            }

            if (status == MessageStatus.Unread)
            {
                await scope.ExecuteAsync("DELETE FROM message_receipts WHERE message_id = @id AND recipient = @who", [("@id", id.Value), ("@who", recipient.Id)], cancellationToken);
            }
            else
            {
                await tables.MessageReceipts.UpsertAsync(scope, [Receipt(id, recipient, status)], "", cancellationToken);
            }

            return true;
        },
        cancellationToken);

    public async Task<IReadOnlyList<Message>> ListAsync(MessageId? thread, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        var messages = context.Messages.AsNoTracking();
        messages = thread is { } id
            ? messages.Where(m => m.Thread == id).OrderBy(m => m.CreatedAt).ThenBy(m => m.Id)
            : messages.OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id);
        return await messages.Take(limit).ToListAsync(cancellationToken);
    }

    private MessageReceiptRow Receipt(MessageId id, Recipient recipient, MessageStatus status) =>
        new() { MessageId = id, Recipient = recipient.Id, Status = status, ChangedAt = time.GetUtcNow() };

    /// <summary>What is addressed to somebody and not from them. An agent is not told what it said itself.</summary>
    private static IQueryable<Message> Addressed(SignalboxDbContext context, Recipient recipient)
    {
        var messages = context.Messages.AsNoTracking();
        var (id, role) = (recipient.Id, recipient.Role ?? "");
        return recipient.Role is null
            ? messages.Where(m => m.ToKind == RecipientKind.People)
            : messages.Where(m => m.From != id
                && ((m.ToKind == RecipientKind.Agent && m.To == id) || (m.ToKind == RecipientKind.Role && m.To == role) || m.ToKind == RecipientKind.Everyone));
    }

    private IQueryable<InboxEntry> Entries(SignalboxDbContext context, Recipient recipient, MessageStatus? status, bool newestFirst)
    {
        var (id, now) = (recipient.Id, time.GetUtcNow());
        var entries =
            from message in Addressed(context, recipient)
            join row in context.MessageReceipts.AsNoTracking().Where(r => r.Recipient == id) on message.Id equals row.MessageId into rows
            from receipt in rows.DefaultIfEmpty()
            where receipt != null || message.ExpiresAt == null || message.ExpiresAt > now
            select new { message, receipt };
        entries = status switch
        {
            MessageStatus.Unread => entries.Where(e => e.receipt == null),
            MessageStatus.Read => entries.Where(e => e.receipt != null && e.receipt.Status == MessageStatus.Read),
            MessageStatus.Archived => entries.Where(e => e.receipt != null && e.receipt.Status == MessageStatus.Archived),
            null => entries.Where(e => e.receipt == null || e.receipt.Status != MessageStatus.Archived),
            _ => throw new ArgumentOutOfRangeException(nameof(status)),
        };
        var ordered = newestFirst
            ? entries.OrderByDescending(e => e.message.Priority).ThenByDescending(e => e.message.CreatedAt).ThenByDescending(e => e.message.Id)
            : entries.OrderByDescending(e => e.message.Priority).ThenBy(e => e.message.CreatedAt).ThenBy(e => e.message.Id);
        return ordered.Select(e => new InboxEntry(e.message, e.receipt == null ? MessageStatus.Unread : e.receipt.Status));
    }
}
