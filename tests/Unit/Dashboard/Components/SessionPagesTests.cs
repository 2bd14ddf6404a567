using Bunit;
using Signalbox.Dashboard.Components.Agents;
using Signalbox.Dashboard.Components.Learnings;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Sessions;

namespace Signalbox.Unit.Dashboard.Components;

/// <summary>An agent's sessions on its page, and the page of the learnings.</summary>
public sealed class SessionPagesTests : ComponentBench
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 27, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Sessions_OfAnAgent_ShowStatusTriesRunAndMemory()
    {
        var session = Add("claude", "backend");
        session.MoveTo(AgentSessionStatus.Active, null, Begin);
        session.MoveTo(AgentSessionStatus.Blocked, "waits for a rate limit", Begin);
        session.Iterate("build", 10);
        Add("codex", "qa");
        var file = AgentFile.Create(new AgentFileContext("claude", "backend", Begin, "checkout", "/w", AgentSessionStatus.Active, 1, 10, [], []));
        file.Memory = new AgentMemory { CurrentTask = "build", ProjectPatterns = ["bash with strict mode"] };
        Sessions.Papers.Add(Paper(session, file));

        var cut = Render<SessionList>(p => p.Add(s => s.Agent, "claude"));

        var row = Assert.Single(cut.FindAll("[data-session]"));
        Assert.Equal("Blocked", row.QuerySelector(".signal")!.TextContent.Trim());
        Assert.Equal($"runs/{session.RunId.Value}", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("1 of 10", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("waits for a rate limit", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("bash with strict mode", row.QuerySelector("details")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_MoreThanAPage_AreLoadedOnDemand()
    {
        for (var i = 0; i < 12; i++)
        {
            Add("claude", $"role{i}");
        }

        var cut = Render<SessionList>(p => p.Add(s => s.Agent, "claude"));
        Assert.Equal(10, cut.FindAll("[data-session]").Count);

        cut.Find(".table-foot button").Click();

        cut.WaitForAssertion(() => Assert.Equal(12, cut.FindAll("[data-session]").Count));
        Assert.Empty(cut.FindAll(".table-foot"));
    }

    [Fact]
    public void Learnings_MoreThanAPage_AreAllCountedAndLoadedOnDemand()
    {
        for (var i = 0; i < 201; i++)
        {
            Propose($"text {i}");
        }

        var cut = Render<LearningsPage>();
        Assert.Equal("201 wait for an answer", cut.Find(".sub").TextContent.Trim());
        Assert.Equal(200, cut.FindAll("[data-learning]").Count);

        cut.Find(".table-foot button").Click();

        cut.WaitForAssertion(() => Assert.Equal(201, cut.FindAll("[data-learning]").Count));
        Assert.Empty(cut.FindAll(".table-foot"));
    }

    [Fact]
    public void Sessions_WhenTheRunGoesOn_AreReadAgain()
    {
        var cut = Render<SessionList>(p => p.Add(s => s.Agent, "claude"));
        Assert.Contains("No session yet", cut.Markup, StringComparison.Ordinal);

        var session = Add("claude", "backend");
        Bus.Publish(new Notice.RunChanged(session.RunId, []));

        cut.WaitForAssertion(() => Assert.Equal("Initializing", cut.Find("[data-session] .signal").TextContent.Trim()));
    }

    [Fact]
    public void Learnings_ProposedAndAccepted_AreAnsweredInThePersonsName()
    {
        var learning = Propose("Scripts use bash with strict mode");
        var cut = Render<LearningsPage>();
        Assert.Equal("one waits for an answer", cut.Find(".sub").TextContent.Trim());
        Assert.Equal("Proposed", cut.Find($"[data-learning={learning.Id.Value}]").GetAttribute("data-status"));

        cut.Find("button[aria-label^='Accept:']").Click();

        cut.WaitForAssertion(() => Assert.Equal("Accepted", cut.Find($"[data-learning={learning.Id.Value}]").GetAttribute("data-status")));
        Assert.Equal((LearningStatus.Accepted, "admin"), (learning.Status, learning.DecidedBy));
        Assert.Equal("nothing waits for an answer", cut.Find(".sub").TextContent.Trim());

        cut.Find("button[aria-label^='Reject:']").Click();
        cut.WaitForAssertion(() => Assert.Equal("Rejected", cut.Find($"[data-learning={learning.Id.Value}]").GetAttribute("data-status")));
    }

    [Fact]
    public void Learnings_None_SaysHowOneComesAbout()
    {
        var cut = Render<LearningsPage>();
        Assert.Contains("learning:", cut.Find(".empty").TextContent, StringComparison.Ordinal);
        Assert.Contains("{{learning \"patterns\"}}", cut.Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Agents_WithProposals_SayHowManyWait()
    {
        Propose("one");
        Propose("two");
        Assert.Equal("Learnings (2)", Render<AgentsPage>().Find("a[href=learnings]").TextContent.Trim());
    }

    private AgentSession Add(string agent, string role)
    {
        var session = new AgentSession
        {
            Id = EntityId.New<AgentSessionId>(),
            RunId = EntityId.New<RunId>(),
            RepositoryId = EntityId.New<RepositoryId>(),
            Agent = agent,
            Role = role,
            Feature = "checkout",
            CurrentStep = "plan",
            CreatedAt = Begin,
        };
        Sessions.Sessions.Add(session);
        return session;
    }

    private Learning Propose(string text)
    {
        var learning = Learning.Propose(EntityId.New<RepositoryId>(), LearningKind.Patterns, text, "claude", null, Begin);
        Sessions.Learnings.Add(learning);
        return learning;
    }

    private static SessionPaper Paper(AgentSession session, AgentFile file) => new()
    {
        SessionId = session.Id,
        RunId = session.RunId,
        RepositoryId = session.RepositoryId,
        Feature = session.Feature,
        Role = session.Role,
        Day = "2026-01-27",
        Number = 1,
        Progress = "",
        AgentFile = file.Render(),
        History = "",
        UpdatedAt = Begin,
    };
}
