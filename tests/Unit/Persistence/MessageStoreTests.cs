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

        var inbox = await Database.Messages.InboxAsync(new Recipient(me, role), null, null, 3, Ct);

        Assert.Equal([urgent, broadcast, own], inbox.Select(e => e.Message.Id));
        Assert.All(inbox, e => Assert.Equal(MessageStatus.Unread, e.Status));
    }

    [Fact]
    public async Task CountUnread_IsOfThatInboxAndFallsWithWhatIsRead()
    {
        var me = new Recipient(Name(), Name());
        await Database.Messages.TakeUnreadAsync(me, EntityId.New<StepRunId>(), 1_000, Ct);
        var first = await SendAsync(RecipientKind.Agent, me.Id);
        await SendAsync(RecipientKind.Role, me.Role!);
        await SendAsync(RecipientKind.Agent, Name());

        // What others send to everyone at the same time counts too
        var own = (await Database.Messages.InboxAsync(me, MessageStatus.Unread, null, 500, Ct)).Count(e => e.Message.ToKind != RecipientKind.Everyone);
        var all = await Database.Messages.CountUnreadAsync(me, Ct);
        Assert.Equal(2, own);
        Assert.True(all >= own, $"{all} unread");
        Assert.True(await Database.Messages.MarkAsync(first, me, MessageStatus.Read, Ct));
        Assert.DoesNotContain(await Database.Messages.InboxAsync(me, MessageStatus.Unread, null, 500, Ct), e => e.Message.Id == first);
        await Database.Messages.TakeUnreadAsync(me, EntityId.New<StepRunId>(), 1_000, Ct);
        Assert.True(await Database.Messages.CountUnreadAsync(me, Ct) < all, "what was taken is not unread any more");
    }

    [Fact]
    public async Task TakeUnread_ByManyAtOnce_DeliversEachOnce()
    {
        var me = new Recipient(Name(), Name());
        await Database.Messages.TakeUnreadAsync(me, EntityId.New<StepRunId>(), 1_000, Ct);
        var sent = new List<MessageId>();
        for (var i = 0; i < 10; i++)
        {
            sent.Add(await SendAsync(RecipientKind.Agent, me.Id));
        }

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Database.Messages.TakeUnreadAsync(me, EntityId.New<StepRunId>(), 100, Ct), Ct)));

        Assert.Equal(sent.Select(m => m.Value).Order(StringComparer.Ordinal), taken.SelectMany(t => t).Where(m => m.ToKind == RecipientKind.Agent).Select(m => m.Id.Value).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(await Database.Messages.InboxAsync(me, MessageStatus.Unread, null, 100, Ct), e => sent.Contains(e.Message.Id));
        Assert.Equal(10, (await Database.Messages.InboxAsync(me, MessageStatus.Read, null, 100, Ct)).Count(e => sent.Contains(e.Message.Id)));
    }

    [Fact]
    public async Task TakeUnread_AgainForTheSameStep_GivesItsOwnAgainButNotWhatWasPutAway()
    {
        var me = new Recipient(Name(), Name());
        var (step, other) = (EntityId.New<StepRunId>(), EntityId.New<StepRunId>());
        await Database.Messages.TakeUnreadAsync(me, other, 1_000, Ct);
        var kept = await SendAsync(RecipientKind.Agent, me.Id);
        var away = await SendAsync(RecipientKind.Agent, me.Id);
        await Database.Messages.TakeUnreadAsync(me, step, 1_000, Ct);
        Assert.True(await Database.Messages.MarkAsync(away, me, MessageStatus.Archived, Ct));

        var again = await Database.Messages.TakeUnreadAsync(me, step, 1_000, Ct);

        Assert.Equal(kept, Assert.Single(again, m => m.ToKind == RecipientKind.Agent).Id);
        Assert.DoesNotContain(await Database.Messages.TakeUnreadAsync(me, other, 1_000, Ct), m => m.Id == kept);
    }

    [Fact]
    public async Task Mark_InOneInbox_LeavesTheOthers()
    {
        var (ann, bob) = (new Recipient(Name(), "r"), new Recipient(Name(), "r"));
        var id = await SendAsync(RecipientKind.Everyone, "");

        Assert.True(await Database.Messages.MarkAsync(id, ann, MessageStatus.Archived, Ct));

        Assert.DoesNotContain(await Database.Messages.InboxAsync(ann, null, null, 500, Ct), e => e.Message.Id == id);
        Assert.Contains(await Database.Messages.InboxAsync(ann, MessageStatus.Archived, null, 500, Ct), e => e.Message.Id == id);
        Assert.Contains(await Database.Messages.InboxAsync(bob, MessageStatus.Unread, null, 500, Ct), e => e.Message.Id == id);
        Assert.True(await Database.Messages.MarkAsync(id, ann, MessageStatus.Unread, Ct));
        Assert.Contains(await Database.Messages.InboxAsync(ann, MessageStatus.Unread, null, 500, Ct), e => e.Message.Id == id);
        Assert.False(await Database.Messages.MarkAsync(id, Recipient.OfPeople, MessageStatus.Read, Ct));
    }

    [Fact]
    public async Task Inbox_MessageHasExpired_ShowsItOnlyToWhoHadReadIt()
    {
        var (early, late) = (new Recipient(Name(), "r"), new Recipient(Name(), "r"));
        var id = await SendAsync(RecipientKind.Everyone, "", expires: Database.Clock.Now + TimeSpan.FromMinutes(1));
        await Database.Messages.TakeUnreadAsync(early, EntityId.New<StepRunId>(), 1_000, Ct);

        Database.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.DoesNotContain(await Database.Messages.TakeUnreadAsync(late, EntityId.New<StepRunId>(), 1_000, Ct), m => m.Id == id);
        Assert.Contains(await Database.Messages.InboxAsync(early, null, null, 1_000, Ct), e => e.Message.Id == id);
    }

    [Fact]
    public async Task List_OfAThread_IsOldestFirst()
    {
        var first = await SendAsync(RecipientKind.People, "");
        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        var answer = await SendAsync(RecipientKind.Everyone, "", thread: first);
        Database.Clock.Advance(TimeSpan.FromSeconds(1));
        var other = await SendAsync(RecipientKind.People, "");

        Assert.Equal([first, answer], (await Database.Messages.ListAsync(first, null, 10, Ct)).Select(m => m.Id));
        Assert.Equal(other, (await Database.Messages.ListAsync(null, null, 10, Ct))[0].Id);
        Assert.Equal("hello", (await Database.Messages.FindAsync(first, Ct))!.Body);
    }

    [Fact]
    public async Task List_LongerThanTheLimit_GivesTheNewestAndThenThoseBefore()
    {
        var ids = new List<MessageId> { await SendAsync(RecipientKind.People, "") };
        for (var i = 1; i < 5; i++)
        {
            ids.Add(await SendAsync(RecipientKind.People, "", thread: ids[0]));
        }

        var last = await Database.Messages.ListAsync(ids[0], null, 2, Ct);
        var before = await Database.Messages.ListAsync(ids[0], last[0].Id, 2, Ct);
        var first = await Database.Messages.ListAsync(ids[0], before[0].Id, 2, Ct);
        var others = await Database.Messages.ListAsync(null, ids[3], 2, Ct);

        Assert.Equal([ids[3], ids[4]], last.Select(m => m.Id));
        Assert.Equal([ids[1], ids[2]], before.Select(m => m.Id));
        Assert.Equal([ids[0]], first.Select(m => m.Id));
        Assert.Equal([ids[2], ids[1]], others.Select(m => m.Id));
        Assert.Empty(await Database.Messages.ListAsync(null, EntityId.New<MessageId>(), 2, Ct));
    }

    [Fact]
    public async Task Inbox_LongerThanTheLimit_GoesOnAfterTheLastOfThePageBefore()
    {
        var role = Recipient.OfRole(Name());
        List<MessageId> ids = [];
        foreach (var priority in (int[])[0, 5, 0, -1, 5])
        {
            ids.Add(await SendAsync(RecipientKind.Role, role.Role!, priority));
        }

        var first = await Database.Messages.InboxAsync(role, null, null, 2, Ct);
        var second = await Database.Messages.InboxAsync(role, null, first[^1].Message.Id, 2, Ct);
        var third = await Database.Messages.InboxAsync(role, null, second[^1].Message.Id, 2, Ct);

        Assert.Equal([ids[4], ids[1]], first.Select(e => e.Message.Id));
        Assert.Equal([ids[2], ids[0]], second.Select(e => e.Message.Id));
        Assert.Equal([ids[3]], third.Select(e => e.Message.Id));
        Assert.Empty(await Database.Messages.InboxAsync(role, null, EntityId.New<MessageId>(), 2, Ct));
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
