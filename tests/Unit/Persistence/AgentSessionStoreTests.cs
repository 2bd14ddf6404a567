using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Learnings;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Execution.Sessions;
using Signalbox.Engine.Sessions;

namespace Signalbox.Unit.Persistence;

/// <summary>Sessions of agents, written with their run, and the database's copy of their files.</summary>
public abstract class AgentSessionStoreTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Save_ASessionWithItsRun_IsReadBackAsItIsThen()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();
        var agent = $"claude-{Guid.NewGuid():n}";
        var session = New(state, agent, Database.Clock.Now);
        await SaveAsync(state, session);
        session.MoveTo(AgentSessionStatus.Active, null, Database.Clock.Now);
        session.Iterate("a", 10);
        session.Iterate("a", 10);
        session.ToolsAllowed = ["Bash", "Read"];
        session.McpServers = ["github"];
        session.MoveTo(AgentSessionStatus.Failed, "it broke", Database.Clock.Now);
        await SaveAsync(state, session);

        var read = Assert.Single(await Database.Sessions.ListAsync(state.Run.Id, Ct));
        Assert.Equal((AgentSessionStatus.Failed, "it broke", "a", 2, 10), (read.Status, read.StatusReason, read.CurrentStep, read.IterationCount, read.MaxIterations));
        Assert.Equal((agent, "backend", "checkout", "base"), (read.Agent, read.Role, read.Feature, read.BaseCommit));
        Assert.Equal(2, read.CountOf("a"));
        Assert.Equal(["Bash", "Read"], read.ToolsAllowed);
        Assert.Equal(["github"], read.McpServers);
        Assert.Equal(Database.Clock.Now, read.EndedAt);
        Assert.Equal(session.Id, Assert.Single(await Database.Sessions.ListOfAgentAsync(agent, null, 5, Ct)).Id);
        Assert.Equal(session.Id, (await Database.Sessions.FindAsync(session.Id, Ct))!.Id);
    }

    [Fact]
    public async Task ListOfAgent_PageByPage_GivesEachOnce_ThoughManyBeganAtOneMoment()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();
        var agent = $"claude-{Guid.NewGuid():n}";
        var sessions = Enumerable.Range(0, 5).Select(i => New(state, agent, Database.Clock.Now.AddSeconds(i == 4 ? 1 : 0))).ToList();
        foreach (var session in sessions)
        {
            await SaveAsync(state, session);
        }

        List<AgentSessionId> read = [];
        while (await Database.Sessions.ListOfAgentAsync(agent, read.Count == 0 ? null : read[^1], 2, Ct) is { Count: > 0 } page)
        {
            read.AddRange(page.Select(s => s.Id));
        }

        Assert.Equal(sessions.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id.Value, StringComparer.Ordinal).Select(s => s.Id), read);
        Assert.Empty(await Database.Sessions.ListOfAgentAsync(agent, EntityId.New<AgentSessionId>(), 2, Ct));
    }

    [Fact]
    public async Task Save_WithAnOldEpoch_WritesNoSession()
    {
        var scenario = await Scenario.CreateAsync(Database);
        var state = await scenario.ClaimedAsync("late");
        await Database.Runs.ClaimAsync(state.Run.Id, "next", ["next"], Ct);

        await SaveAsync(state, New(state, "claude", Database.Clock.Now));

        Assert.Empty(await Database.Sessions.ListAsync(state.Run.Id, Ct));
        var other = await scenario.ClaimedAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => SaveAsync(state, New(other, "claude", Database.Clock.Now)));
    }

    [Fact]
    public async Task AddPaper_ManyAtOnce_GivesEachItsOwnNumberOfTheDay()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();
        var papers = Enumerable.Range(0, 8).Select(_ => Paper(New(state, "claude", Database.Clock.Now), Database.Clock.Now)).ToList();

        var added = await Task.WhenAll(papers.Select(p => Task.Run(() => Database.Sessions.AddPaperAsync(p, Ct), Ct)));

        Assert.Equal(Enumerable.Range(1, 8), added.Select(p => p.Number).Order());
        Assert.Equal(added[3].Number, (await Database.Sessions.AddPaperAsync(papers[3], Ct)).Number);
        Assert.Equal([8, 7, 6], (await Database.Sessions.ListPastAsync(state.Run.RepositoryId, "checkout", 3, Ct)).Select(p => p.Number));
    }

    [Fact]
    public async Task SavePapers_WithQuestionsLearningsAndEvents_WritesThemTogether()
    {
        var state = await (await Scenario.CreateAsync(Database)).ClaimedAsync();
        var now = Database.Clock.Now;
        var session = New(state, "claude", now);
        await SaveAsync(state, session);
        var paper = await Database.Sessions.AddPaperAsync(Paper(session, now), Ct);
        var question = new Approval { Id = EntityId.New<ApprovalId>(), RunId = state.Run.Id, StepRunId = state.Steps[0].Id, StepId = "a", Question = "?", IsQuestion = true, CreatedAt = now };
        (paper.Progress, paper.AgentFile, paper.History) = ("new progress", "{}", "it began");
        paper.Questions = new Dictionary<string, string>(StringComparer.Ordinal) { ["?"] = question.Id.Value };
        paper.UpdatedAt = now.AddMinutes(1);
        var learning = Learning.Propose(state.Run.RepositoryId, LearningKind.Bugs, "the cache lies", "claude", state.Run.Id, now);

        var events = await Database.Papers.SaveAsync(
            new SessionPaperSave { RunId = state.Run.Id, Papers = [paper], Questions = [question], Learnings = [learning], Events = [new RunEvent { RunId = state.Run.Id, Message = "asked" }] }, Ct);
        await Database.Papers.SaveAsync(
            new SessionPaperSave { RunId = state.Run.Id, Papers = [paper], Learnings = [Learning.Propose(state.Run.RepositoryId, LearningKind.Bugs, "the cache lies", "codex", null, now)] }, Ct);

        var read = (await Database.Sessions.FindLatestPaperAsync(state.Run.RepositoryId, "checkout", "backend", Ct))!;
        Assert.Equal(("new progress", "{}", "it began", question.Id.Value, now.AddMinutes(1)), (read.Progress, read.AgentFile, read.History, read.Questions["?"], read.UpdatedAt));
        Assert.True((await Database.Approvals.GetAsync(question.Id, Ct))!.Value.Approval.IsQuestion);
        Assert.Equal("claude", Assert.Single(await Database.Learnings.ListAsync(state.Run.RepositoryId, null, null, null, 10, Ct)).ProposedBy);
        Assert.Equal(["Run created", "asked"], (await Database.Queries.EventsAsync(state.Run.Id, 0, 10, Ct)).Select(e => e.Message));
        Assert.Equal(2, Assert.Single(events).Sequence);
    }

    [Fact]
    public async Task Question_OfARunThatHasEnded_IsAnsweredAllTheSame()
    {
        var state = await (await Scenario.CreateAsync(Database)).InStatusAsync(RunStatus.Running);
        var now = Database.Clock.Now;
        var question = new Approval { Id = EntityId.New<ApprovalId>(), RunId = state.Run.Id, StepRunId = state.Steps[0].Id, StepId = "a", Question = "?", IsQuestion = true, CreatedAt = now };
        await Database.Papers.SaveAsync(new SessionPaperSave { RunId = state.Run.Id, Papers = [], Questions = [question] }, Ct);
        state.Run.MoveTo(RunStatus.Completed, null, now);
        await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = 1, Release = true }, Ct);

        var decision = await Database.Approvals.DecideAsync(question.Id, ApprovalStatus.Approved, "mara", "main", new Dictionary<string, object?>(StringComparer.Ordinal), Ct);

        Assert.True(decision.Decided);
        Assert.Equal((ApprovalStatus.Approved, "main"), (decision.Approval!.Status, decision.Approval.Comment));
        Assert.Equal(RunStatus.Completed, (await Database.Queries.GetAsync(state.Run.Id, Ct))!.Run.Status);
    }

    internal static AgentSession New(RunState state, string agent, DateTimeOffset now) => new()
    {
        Id = EntityId.New<AgentSessionId>(),
        RunId = state.Run.Id,
        RepositoryId = state.Run.RepositoryId,
        Agent = agent,
        Role = "backend",
        Feature = "checkout",
        CurrentStep = "a",
        BaseCommit = "base",
        CreatedAt = now,
    };

    internal static SessionPaper Paper(AgentSession session, DateTimeOffset now) => new()
    {
        SessionId = session.Id,
        RunId = session.RunId,
        RepositoryId = session.RepositoryId,
        Feature = session.Feature,
        Role = session.Role,
        Day = "2026-01-27",
        Number = 1,
        Progress = "progress",
        AgentFile = "{}",
        History = "",
        UpdatedAt = now,
    };

    private async Task SaveAsync(RunState state, AgentSession session) =>
        await Database.Runs.SaveAsync(new RunSave { Run = state.Run, Epoch = state.Run.Epoch, Sessions = [session] }, Ct);
}
