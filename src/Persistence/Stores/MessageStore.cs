using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class MessageStore(Database database, RowTables tables, TimeProvider time) : IMessageStore
{
    private const int MaxRoles = 1_000;

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
        return await FindAsync(context, id, cancellationToken);
    }

    public async Task<IReadOnlyList<InboxEntry>> InboxAsync(Recipient recipient, MessageStatus? status, MessageId? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        var addressed = Addressed(context, recipient);
        if (before is { } id)
        {
            if (await FindAsync(context, id, cancellationToken) is not { } last)
            {
                return [];
            }

            addressed = addressed.Where(m => m.Priority < last.Priority
                || (m.Priority == last.Priority && m.CreatedAt <= last.CreatedAt && (m.CreatedAt < last.CreatedAt || string.Compare((string)(object)m.Id, id.Value) < 0)));
        }

        return [.. (await Entries(context, addressed, recipient, status, newestFirst: true).Take(limit).ToListAsync(cancellationToken)).Select(e => e.Told)];
    }

    public async Task<IReadOnlyList<string>> ListRolesAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Messages.AsNoTracking().Where(m => m.ToKind == RecipientKind.Role).Select(m => m.To).Distinct().Order().Take(MaxRoles).ToListAsync(cancellationToken);
    }

    public async Task<int> CountUnreadAsync(Recipient recipient, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await Entries(context, Addressed(context, recipient), recipient, MessageStatus.Unread, newestFirst: true).CountAsync(cancellationToken);
    }

    public Task<IReadOnlyList<Message>> TakeUnreadAsync(Recipient recipient, StepRunId stepRun, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return database.WriteAsync<IReadOnlyList<Message>>(
            Durability.Full,
            async scope =>
            {
                var context = await scope.ContextAsync(cancellationToken);
                var given = await Given(context, Addressed(context, recipient), recipient, stepRun).Take(limit).ToListAsync(cancellationToken);
                var taken = given.Count;
                foreach (var entry in await Entries(context, Addressed(context, recipient), recipient, MessageStatus.Unread, newestFirst: false).Take(limit - given.Count).ToListAsync(cancellationToken))
                {
                    // Of two that take at once, one gets the row in.
                    if (await tables.MessageReceipts.TryInsertAsync(scope, [Receipt(entry.Message.Id, recipient, MessageStatus.Read, stepRun)], cancellationToken) == 1)
                    {
                        given.Add(entry.Message);
                    }
                }

                if (given.Count == taken)
                {
                    scope.Abandon();
                }

                return [.. given.OrderByDescending(m => m.Priority).ThenBy(m => m.CreatedAt).ThenBy(m => m.Id.Value, StringComparer.Ordinal)];
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

    public async Task<IReadOnlyList<Message>> ListAsync(MessageId? thread, MessageId? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        var messages = context.Messages.AsNoTracking();
        if (thread is { } of)
        {
            messages = messages.Where(m => m.Thread == of);
        }

        if (before is { } id)
        {
            if (await FindAsync(context, id, cancellationToken) is not { } last)
            {
                return [];
            }

            messages = messages.Where(m => m.CreatedAt <= last.CreatedAt && (m.CreatedAt < last.CreatedAt || string.Compare((string)(object)m.Id, id.Value) < 0));
        }

        var newest = await messages.OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).Take(limit).ToListAsync(cancellationToken);
        if (thread is not null)
        {
            newest.Reverse(); // a conversation is read from the top
        }

        return newest;
    }

    private static Task<Message?> FindAsync(SignalboxDbContext context, MessageId id, CancellationToken cancellationToken) =>
        context.Messages.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken);

    private MessageReceiptRow Receipt(MessageId id, Recipient recipient, MessageStatus status, StepRunId? step = null) =>
        new() { MessageId = id, Recipient = recipient.Id, Status = status, ChangedAt = time.GetUtcNow(), StepRunId = step };

    /// <summary>What an earlier attempt of the step was given.</summary>
    private static IQueryable<Message> Given(SignalboxDbContext context, IQueryable<Message> addressed, Recipient recipient, StepRunId step)
    {
        var id = recipient.Id;
        return addressed.Where(m => context.MessageReceipts.Any(r => r.MessageId == m.Id && r.Recipient == id && r.StepRunId == step && r.Status == MessageStatus.Read))
            .OrderByDescending(m => m.Priority).ThenBy(m => m.CreatedAt).ThenBy(m => m.Id);
    }

    /// <summary>What is addressed to somebody and not from them. An agent is not told what it said itself.</summary>
    private static IQueryable<Message> Addressed(SignalboxDbContext context, Recipient recipient)
    {
        var messages = context.Messages.AsNoTracking();
        var (id, role, stepRole) = (recipient.Id, recipient.Role ?? "", recipient.StepRole ?? recipient.Role ?? "");
        return recipient.Kind switch
        {
            RecipientKind.People => messages.Where(m => m.ToKind == RecipientKind.People),
            RecipientKind.Everyone => messages.Where(m => m.ToKind == RecipientKind.Everyone),
            RecipientKind.Role => messages.Where(m => m.ToKind == RecipientKind.Role && m.To == role),
            RecipientKind.Agent => messages.Where(m => m.From != id
                && ((m.ToKind == RecipientKind.Agent && m.To == id) || (m.ToKind == RecipientKind.Role && (m.To == role || m.To == stepRole)) || m.ToKind == RecipientKind.Everyone)),
        };
    }

    private IQueryable<Entry> Entries(SignalboxDbContext context, IQueryable<Message> addressed, Recipient recipient, MessageStatus? status, bool newestFirst)
    {
        var (id, now) = (recipient.Id, time.GetUtcNow());
        var own = context.MessageReceipts.AsNoTracking().Where(r => r.Recipient == id);

        // What is for several is read when one of them has got it; put away is what was put away in this very inbox.
        var seen = recipient.Kind is RecipientKind.Role or RecipientKind.Everyone ? context.MessageReceipts.AsNoTracking() : own;
        var entries =
            from message in addressed
            let isSeen = seen.Any(r => r.MessageId == message.Id)
            let isArchived = own.Any(r => r.MessageId == message.Id && r.Status == MessageStatus.Archived)
            where isSeen || message.ExpiresAt == null || message.ExpiresAt > now
            select new { message, isSeen, isArchived };
        entries = status switch
        {
            MessageStatus.Unread => entries.Where(e => !e.isSeen),
            MessageStatus.Read => entries.Where(e => e.isSeen && !e.isArchived),
            MessageStatus.Archived => entries.Where(e => e.isArchived),
            null => entries.Where(e => !e.isArchived),
            _ => throw new ArgumentOutOfRangeException(nameof(status)),
        };
        var ordered = newestFirst
            ? entries.OrderByDescending(e => e.message.Priority).ThenByDescending(e => e.message.CreatedAt).ThenByDescending(e => e.message.Id)
            : entries.OrderByDescending(e => e.message.Priority).ThenBy(e => e.message.CreatedAt).ThenBy(e => e.message.Id);
        return ordered.Select(e => new Entry(e.message, e.isSeen, e.isArchived));
    }

    private sealed record Entry(Message Message, bool IsSeen, bool IsArchived)
    {
        public InboxEntry Told => new(Message, IsArchived ? MessageStatus.Archived : IsSeen ? MessageStatus.Read : MessageStatus.Unread);
    }
}
