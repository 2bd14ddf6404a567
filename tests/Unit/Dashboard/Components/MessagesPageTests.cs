using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Dashboard.Components.Messages;
using Signalbox.Engine.Coordination;

namespace Signalbox.Unit.Dashboard.Components;

public sealed class MessagesPageTests : ComponentBench
{
    private static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    private Messenger Messages => Services.GetRequiredService<Messenger>();

    [Fact]
    public void Page_NoMessage_SaysWhatTheyAreFor() => Assert.Contains("part of its next prompt that asks for", Render<MessagesPage>().Find(".empty").TextContent, StringComparison.Ordinal);

    [Fact]
    public async Task Page_AgentAsks_AppearsUnread()
    {
        await RegisterAsync();
        var cut = Render<MessagesPage>();

        await SendAsync("rita", "people", "Which way? " + Samples.Hostile, "question");

        cut.WaitForAssertion(() => Assert.Equal("Unread", cut.Find("[data-message]").GetAttribute("data-status")));
        Assert.Contains("1 unread", cut.Find(".sub").TextContent, StringComparison.Ordinal);
        Assert.Contains("Which way? " + Samples.Hostile, cut.Find("[data-message]").TextContent, StringComparison.Ordinal);
        Assert.Empty(cut.FindAll("script"));
    }

    [Fact]
    public async Task Thread_Opened_IsReadAndAnsweredToTheAgent()
    {
        await RegisterAsync();
        var asked = await SendAsync("rita", "people", "Which way?", "question");
        Navigation.NavigateTo(new MessagesUrl { Thread = asked.Thread.Value }.ToHref());

        var cut = Render<MessagesPage>();

        Assert.Equal("Read", cut.Find("[data-message]").GetAttribute("data-status"));
        Assert.Equal("Reply to rita", cut.Find(".thread-reply label").TextContent);
        cut.Find(".thread-reply textarea").Change("Left.");
        cut.Find(".thread-reply form").Submit();
        cut.WaitForAssertion(() => Assert.Equal(["Which way?", "Left."], cut.FindAll(".thread .said").Select(m => m.TextContent)));
        var answer = Assert.Single((await Messages.InboxAsync("rita", null, 10, Stop))!).Message;
        Assert.Equal(("admin", "answer", asked.Id), (answer.From, answer.Type, answer.Thread));
    }

    [Fact]
    public async Task Thread_Archived_LeavesTheInbox()
    {
        await RegisterAsync();
        var asked = await SendAsync("rita", "people", "All is done.", "note");
        Navigation.NavigateTo(new MessagesUrl { Thread = asked.Thread.Value }.ToHref());
        var cut = Render<MessagesPage>();

        cut.FindAll("button").First(b => string.Equals(b.TextContent, "Archive", StringComparison.Ordinal)).Click();

        cut.WaitForAssertion(() => Assert.Empty(cut.FindAll("[data-message]")));
        Assert.Equal("messages", Path);
    }

    [Fact]
    public async Task NewMessage_ToNobody_SaysWhoThereIs()
    {
        await RegisterAsync();
        var cut = Render<MessagesPage>();

        cut.Find("input").Change("nobody");
        cut.Find("textarea").Change("Hello?");
        cut.Find("form").Submit();

        cut.WaitForAssertion(() => Assert.Contains("role:ROLE", cut.Find(".fault").TextContent, StringComparison.Ordinal));
        Assert.Empty(await Messages.ListAsync(null, 10, Stop));
        Assert.Equal(["everyone", "rita"], cut.FindAll("datalist option").Select(o => o.GetAttribute("value")));
    }

    [Fact]
    public async Task NewMessage_ToAnAgent_OpensItsConversation()
    {
        await RegisterAsync();
        var cut = Render<MessagesPage>();

        cut.Find("input").Change("rita");
        cut.Find("textarea").Change("Mind the gap.");
        cut.Find("form").Submit();

        cut.WaitForAssertion(() => Assert.StartsWith("messages?inbox=all&thread=msg_", Path, StringComparison.Ordinal));
        Assert.Equal("Mind the gap.", Assert.Single((await Messages.InboxAsync("rita", null, 10, Stop))!).Message.Body);
    }

    [Fact]
    public async Task Select_HasEveryoneAndRolesBeforeTheAgents_AndTheirInboxIsShown()
    {
        await RegisterAsync();
        await SendAsync("ann", "role:reviewer", "Mind the tests.", "note");
        var cut = Render<MessagesPage>();
        Assert.Equal(["everyone", "role:reviewer", "role:worker", "rita"], cut.FindAll("select option").Skip(1).Select(o => o.GetAttribute("value")));

        cut.Find("select").Change("role:reviewer");
        cut.Render();

        Assert.Equal("messages?inbox=role%3Areviewer", Path);
        cut.WaitForAssertion(() => Assert.Contains("Mind the tests.", Render<MessagesPage>().Find("[data-message]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task NewMessage_WithTypePriorityAndExpiry_IsSentAndShownWithThem()
    {
        await RegisterAsync();
        var cut = Render<MessagesPage>();
        cut.Find("input").Change("rita");
        cut.Find("textarea").Change("Now or never.");
        var more = cut.FindAll("details.more-fields input").Count;
        cut.FindAll("details.more-fields input")[1].Change("soon");
        cut.Find("form").Submit();
        cut.WaitForAssertion(() => Assert.Equal("priority: found 'soon', allowed is a whole number.", cut.Find(".fault").TextContent));
        Assert.True(cut.Find("details.more-fields").HasAttribute("open"));

        cut.FindAll("details.more-fields input")[0].Change("request");
        cut.FindAll("details.more-fields input")[1].Change("-3");
        cut.FindAll("details.more-fields input")[2].Change("60");
        cut.Find("form").Submit();

        cut.WaitForAssertion(() => Assert.StartsWith("messages?inbox=all", Path, StringComparison.Ordinal));
        Assert.Equal(3, more);
        var sent = Assert.Single((await Messages.InboxAsync("rita", null, 10, Stop))!).Message;
        Assert.Equal(("request", -3, TimeSpan.FromMinutes(60)), (sent.Type, sent.Priority, sent.ExpiresAt - sent.CreatedAt));
        var row = Render<MessagesPage>().Find("[data-message]");
        Assert.Equal("priority -3", row.QuerySelector("[data-priority]")!.TextContent);
        Assert.StartsWith("expires in", row.QuerySelector("[data-expires]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archived_Conversation_CanBeSeenAgainAndPutBack()
    {
        await RegisterAsync();
        var asked = await SendAsync("rita", "people", "All is done.", "note");
        Assert.NotNull(await Messages.MarkAsync(asked.Id, Recipient.People, MessageStatus.Archived, Stop));
        Assert.Empty(Render<MessagesPage>().FindAll("[data-message]"));
        Navigation.NavigateTo(new MessagesUrl { Archived = true, Thread = asked.Thread.Value }.ToHref());
        var cut = Render<MessagesPage>();
        Assert.Contains("All is done.", cut.Find("[data-message]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Archived", cut.Find("nav.seg [aria-current]").TextContent);

        cut.FindAll("button").First(b => string.Equals(b.TextContent, "Put back", StringComparison.Ordinal)).Click();

        cut.WaitForAssertion(() => Assert.Empty(cut.FindAll("[data-message]")));
        Assert.Equal(MessageStatus.Read, Assert.Single((await Messages.InboxAsync("people", null, 10, Stop))!).Status);
    }

    private async Task RegisterAsync() =>
        Assert.NotNull((await Services.GetRequiredService<AgentRegistry>().RegisterAsync(new AgentRegistration { Id = "rita", Capabilities = ["code_review"] }, "lead", Stop)).Agent);

    private async Task<Message> SendAsync(string from, string to, string body, string type)
    {
        var sent = await Messages.SendAsync(new MessageDraft { From = from, To = to, Body = body, Type = type }, Stop);
        return sent.Message!;
    }
}
