using Signalbox.Engine.Coordination;
using Signalbox.Engine.Identity;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Coordination;

/// <summary>What agents and people tell each other (design/agents.md, Messages).</summary>
public sealed class MessengerTests
{
    private const string Empty = """
        version: "1.0"
        name: work
        steps: [{id: a, run: echo}]
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_EverythingWrong_NamesAllOfItAtOnce()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);

        var result = await bench.Messenger.SendAsync(
            new MessageDraft { From = "ann", To = "nobody", Body = " ", Type = "Bad Type", Priority = 101, ReplyTo = "msg_x", Run = "run_x", ExpiresInMinutes = 0 }, Stop);

        Assert.Null(result.Message);
        Assert.Equal(["body", "expiresInMinutes", "priority", "replyTo", "run", "to", "type"], result.Invalid.Select(f => f.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Spec3", "Entity Relationship: Message has an Agent as sender and recipient")]
    public async Task Send_AnswerToAQuestion_IsInItsThread()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        await bench.Registry.RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["plan"] }, "ann", Stop);
        var question = (await bench.Messenger.SendAsync(new MessageDraft { From = "anna", To = "people", Type = "question", Body = "which way?", Priority = 3 }, Stop)).Message!;

        var answer = (await bench.Messenger.SendAsync(new MessageDraft { From = "mara", To = "anna", Body = "left", ReplyTo = question.Id.Value }, Stop)).Message!;

        Assert.Equal((question.Id, "answer"), (answer.Thread, answer.Type));
        Assert.Equal([question.Id, answer.Id], (await bench.Messenger.ListAsync(question.Id, 10, Stop)).Select(m => m.Id));
        Assert.Equal(question.Id, Assert.Single((await bench.Messenger.InboxAsync("people", null, 10, Stop))!).Message.Id);
        Assert.Equal($"- answer from mara ({answer.Id}): left", await bench.Messenger.TakeAsync("anna", null, Step(), Stop));
        Assert.Equal("", await bench.Messenger.TakeAsync("anna", null, Step(), Stop));
        Assert.Null(await bench.Messenger.InboxAsync("nobody", null, 10, Stop));
    }

    /// <summary>Inbox per agent, role or broadcast: type, priority, expiry, and what each recipient did with it (design/agents.md, Messages).</summary>
    [Fact]
    [Trait("Spec3", "Roles: Agents can have roles (coordinator, worker); messages reach them by it")]
    public async Task Send_ToARoleEveryoneAndPeople_IsInTheirInboxesMostImportantFirstUntilItExpires()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        await bench.Registry.RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["plan"], Role = AgentRoles.Coordinator }, "ann", Stop);
        await bench.Registry.RegisterAsync(new AgentRegistration { Id = "bert", Capabilities = ["plan"] }, "ann", Stop);
        var role = await SendAsync(bench, "role:coordinator", "plan it");
        var all = await SendAsync(bench, "everyone", "stand up", priority: 5, type: "status");
        var brief = await SendAsync(bench, "anna", "now or never", priority: 9, minutes: 10);
        var people = await SendAsync(bench, "people", "look here", type: "question");

        Assert.Equal([brief, all, role], await InboxAsync(bench, "anna"));
        Assert.Equal([all], await InboxAsync(bench, "bert"));
        Assert.Equal([people], await InboxAsync(bench, "people"));
        bench.Time.Move(TimeSpan.FromMinutes(11));
        Assert.Equal([all, role], await InboxAsync(bench, "anna"));
        Assert.NotNull(await bench.Messenger.MarkAsync(all, "anna", MessageStatus.Archived, Stop));
        Assert.Equal([role], await InboxAsync(bench, "anna"));
        Assert.Equal([all], await InboxAsync(bench, "bert"));

        Assert.Equal($"- note from mara ({role}): plan it", await bench.Messenger.TakeAsync("anna", null, Step(), Stop));
        Assert.Equal(MessageStatus.Read, Assert.Single((await bench.Messenger.InboxAsync("anna", null, 10, Stop))!).Status);
        Assert.Equal($"- status from mara ({all}): stand up", await bench.Messenger.TakeAsync("bert", null, Step(), Stop));
    }

    [Fact]
    [Trait("Spec3", "Roles: Agents can have roles (coordinator, worker); messages reach them by it")]
    public async Task Take_InTheRoleOfAStep_GivesWhatIsWrittenToThatRoleOnce()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        await bench.Registry.RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["plan"] }, "ann", Stop);
        var reviewer = await SendAsync(bench, "role:reviewer", "mind the tests");
        var worker = await SendAsync(bench, "role:worker", "be quick");
        await SendAsync(bench, "role:writer", "be brief");

        Assert.Equal([worker], await InboxAsync(bench, "anna"));
        Assert.Equal($"- note from mara ({reviewer}): mind the tests\n- note from mara ({worker}): be quick", await bench.Messenger.TakeAsync("anna", "reviewer", Step(), Stop));
        Assert.Equal("", await bench.Messenger.TakeAsync("anna", "reviewer", Step(), Stop));
    }

    [Fact]
    [Trait("Spec3", "Roles: Agents can have roles (coordinator, worker); messages reach them by it")]
    public async Task Prompt_OfAStepWithARole_GetsWhatIsWrittenToThatRole()
    {
        const string Prompt = """
            version: "1.0"
            name: ask
            steps:
              - {id: a, agent: shelly, role: reviewer, prompt: "Do it.\n{{messages}}"}
            """;
        await using var bench = await EngineBench.CreateAsync(Empty);
        bench.Agents.Extra = "shelly";
        await bench.WriteWorkflowAsync("ask", Prompt);
        Assert.Null((await bench.Library.AddRepositoryAsync(bench.Repository, Stop)).Fault);
        bench.Agents.Shell.Automatic = _ => FakeAgent.Success;
        await bench.Registry.RefreshAsync(Stop);
        var sent = await SendAsync(bench, "role:reviewer", "mind the tests");

        await bench.StartAsync("ask");
        await bench.DeliverAsync();

        Assert.Equal($"Do it.\n- note from mara ({sent}): mind the tests", Assert.Single(bench.Agents.Shell.Begun).Prompt);
    }

    [Fact]
    [Trait("Spec3", "Messaging: Agents communicate via persistent message queues (inbox pattern)")]
    public async Task Inbox_OfARoleAndOfEveryone_ShowsWhatWasWrittenToThemAndWhetherSomebodyGotIt()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        await bench.Registry.RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["plan"] }, "ann", Stop);
        var first = await SendAsync(bench, "role:reviewer", "mind the tests");
        await bench.Messenger.TakeAsync("anna", "reviewer", Step(), Stop);
        var second = await SendAsync(bench, "role:reviewer", "and the names");
        var all = await SendAsync(bench, "everyone", "stand up");

        var inbox = (await bench.Messenger.InboxAsync("role:reviewer", null, 10, Stop))!;

        Assert.Equal([(second, MessageStatus.Unread), (first, MessageStatus.Read)], inbox.Select(e => (e.Message.Id, e.Status)));
        Assert.Equal([second], (await bench.Messenger.InboxAsync("role:reviewer", MessageStatus.Unread, 10, Stop))!.Select(e => e.Message.Id));
        Assert.Equal([all], await InboxAsync(bench, "everyone"));
        Assert.Equal(["reviewer"], await bench.Messenger.ListRolesAsync(Stop));
        Assert.NotNull(await bench.Messenger.MarkAsync(second, "role:reviewer", MessageStatus.Archived, Stop));
        Assert.Equal([first], await InboxAsync(bench, "role:reviewer"));
        Assert.Contains("and the names", await bench.Messenger.TakeAsync("anna", "reviewer", Step(), Stop), StringComparison.Ordinal);
        Assert.Null(await bench.Messenger.InboxAsync("role:Not A Role", null, 10, Stop));
    }

    /// <summary>An attempt may end before anybody read what it was given: the next one of its step gets it again, and no other step does.</summary>
    [Fact]
    [Trait("Spec3", "Messaging: Agents communicate via persistent message queues (inbox pattern)")]
    public async Task Take_AgainForTheSameStep_GivesWhatItWasGivenBefore()
    {
        await using var bench = await EngineBench.CreateAsync(Empty);
        await bench.Registry.RegisterAsync(new AgentRegistration { Id = "anna", Capabilities = ["plan"] }, "ann", Stop);
        var step = Step();
        var first = await SendAsync(bench, "anna", "left");
        await bench.Messenger.TakeAsync("anna", null, step, Stop);
        var second = await SendAsync(bench, "anna", "at once", priority: 5);

        Assert.Equal($"- note from mara ({second}): at once\n- note from mara ({first}): left", await bench.Messenger.TakeAsync("anna", null, step, Stop));
        Assert.Equal("", await bench.Messenger.TakeAsync("anna", null, Step(), Stop));
    }

    private static StepRunId Step() => EntityId.New<StepRunId>();

    private static async Task<IEnumerable<MessageId>> InboxAsync(EngineBench bench, string id) => (await bench.Messenger.InboxAsync(id, null, 10, Stop))!.Select(e => e.Message.Id);

    private static async Task<MessageId> SendAsync(EngineBench bench, string to, string body, int? priority = null, string? type = null, int? minutes = null) =>
        (await bench.Messenger.SendAsync(new MessageDraft { From = "mara", To = to, Body = body, Priority = priority, Type = type, ExpiresInMinutes = minutes }, Stop)).Message!.Id;
}
