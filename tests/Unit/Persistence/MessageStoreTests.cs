using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;

namespace Signalbox.Unit.Persistence;

/// <summary>Inboxes by agent, role and broadcast (spec 3, Messaging).</summary>
public abstract class MessageStoreTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    [Trait("Spec3", "Messaging: Agents communicate via persistent message queues (inbox pattern)")]
    public async Task Inbox_OfAnAgent_HoldsItsOwnItsRolesAndEveryonesMostImportantFirst()
    {
        var (me, role) = (Name(), Name());
        var own = await SendAsync(RecipientKind.Agent, me);
        var urgent = await SendAsync(RecipientKind.Role, role, priority: 5);
        var broadcast = await SendAsync(RecipientKind.Everyone, "");
        await SendAsync(RecipientKind.Agent, Name());
        await SendAsync(RecipientKind.Role, Name());
        await SendAsync(RecipientKind.People, "");
        await SendAsync(RecipientKind.Everyone, "", from: me);

        var inbox = await Database.Messages.InboxAsync(new Recipient(me, role), null, 3, Ct);

        Assert.Equal([urgent, broadcast, own], inbox.Select(e => e.Message.Id));
        Assert.All(inbox, e => Assert.Equal(MessageStatus.Unread, e.Status));
    }

    [Fact]
    public async Task CountUnread_IsOfThatInboxAndFallsWithWhatIsRead()
    {
        var me = new Recipient(Name(), Name());
        await Database.Messages.TakeUnreadAsync(me, 1_000, Ct);
        var first = await SendAsync(RecipientKind.Agent, me.Id);
        await SendAsync(RecipientKind.Role, me.Role!);
        await SendAsync(RecipientKind.Agent, Name());

        // What others send to everyone at the same time counts too
        var own = (await Database.Messages.InboxAsync(me, MessageStatus.Unread, 500, Ct)).Count(e => e.Message.ToKind != RecipientKind.Everyone);
        var all = await Database.Messages.CountUnreadAsync(me, Ct);
        Assert.Equal(2, own);
        Assert.True(all >= own, $"{all} unread");
        Assert.True(await Database.Messages.MarkAsync(first, me, MessageStatus.Read, Ct));
        Assert.DoesNotContain(await Database.Messages.InboxAsync(me, MessageStatus.Unread, 500, Ct), e => e.Message.Id == first);
        await Database.Messages.TakeUnreadAsync(me, 1_000, Ct);
        Assert.True(await Database.Messages.CountUnreadAsync(me, Ct) < all, "what was taken is not unread any more");
    }

    [Fact]
    public async Task TakeUnread_ByManyAtOnce_DeliversEachOnce()
    {
        var me = new Recipient(Name(), Name());
        await Database.Messages.TakeUnreadAsync(me, 1_000, Ct);
        var sent = new List<MessageId>();
        for (var i = 0; i < 10; i++)
        {
            sent.Add(await SendAsync(RecipientKind.Agent, me.Id));
        }

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Database.Messages.TakeUnreadAsync(me, 100, Ct), Ct)));

        Assert.Equal(sent.Select(m => m.Value).Order(StringComparer.Ordinal), taken.SelectMany(t => t).Where(m => m.ToKind == RecipientKind.Agent).Select(m => m.Id.Value).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(await Database.Messages.InboxAsync(me, MessageStatus.Unread, 100, Ct), e => sent.Contains(e.Message.Id));
        Assert.Equal(10, (await Database.Messages.InboxAsync(me, MessageStatus.Read, 100, Ct)).Count(e => sent.Contains(e.Message.Id)));
    }

    [Fact]
    public async Task Mark_InOneInbox_LeavesTheOthers()
    {
        var (ann, bob) = (new Recipient(Name(), "r"), new Recipient(Name(), "r"));
        var id = await SendAsync(RecipientKind.Everyone, "");

        Assert.True(await Database.Messages.MarkAsync(id, ann, MessageStatus.Archived, Ct));

        Assert.DoesNotContain(await Database.Messages.InboxAsync(ann, null, 500, Ct), e => e.Message.Id == id);
        Assert.Contains(await Database.Messages.InboxAsync(ann, MessageStatus.Archived, 500, Ct), e => e.Message.Id == id);
        Assert.Contains(await Database.Messages.InboxAsync(bob, MessageStatus.Unread, 500, Ct), e => e.Message.Id == id);
        Assert.True(await Database.Messages.MarkAsync(id, ann, MessageStatus.Unread, Ct));
        Assert.Contains(await Database.Messages.InboxAsync(ann, MessageStatus.Unread, 500, Ct), e => e.Message.Id == id);
        Assert.False(await Database.Messages.MarkAsync(id, Recipient.OfPeople, MessageStatus.Read, Ct));
    }

    [Fact]
    public async Task Inbox_MessageHasExpired_ShowsItOnlyToWhoHadReadIt()
    {
        var (early, late) = (new Recipient(Name(), "r"), new Recipient(Name(), "r"));
        var id = await SendAsync(RecipientKind.Everyone, "", expires: Database.Clock.Now + TimeSpan.FromMinutes(1));
        await Database.Messages.TakeUnreadAsync(early, 1_000, Ct);

        Database.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.DoesNotContain(await Database.Messages.TakeUnreadAsync(late, 1_000, Ct), m => m.Id == id);
        Assert.Contains(await Database.Messages.InboxAsync(early, null, 1_000, Ct), e => e.Message.Id == id);
    }

    [Fact]
    public async Task List_OfAThread_IsOldestFirst()
    {
        var first = await SendAsync(RecipientKind.People, "");
        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        var answer = await SendAsync(RecipientKind.Everyone, "", thread: first);
        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        var other = await SendAsync(RecipientKind.People, "");

        Assert.Equal([first, answer], (await Database.Messages.ListAsync(first, 10, Ct)).Select(m => m.Id));
        Assert.Equal(other, (await Database.Messages.ListAsync(null, 10, Ct))[0].Id);
        Assert.Equal("hello", (await Database.Messages.FindAsync(first, Ct))!.Body);
    }

    private static string Name() => $"a{Guid.NewGuid():n}";

    private async Task<MessageId> SendAsync(RecipientKind kind, string to, int priority = 0, string from = "ann", DateTimeOffset? expires = null, MessageId? thread = null)
    {
        var id = EntityId.New<MessageId>();
        Database.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await Database.Messages.AddAsync(
            new Message
            {
                Id = id,
                From = from,
                ToKind = kind,
                To = to,
                Type = "note",
                Priority = priority,
                Body = "hello",
                Thread = thread ?? id,
                CreatedAt = Database.Clock.Now,
                ExpiresAt = expires,
            },
            Ct);
        return id;
    }
}
