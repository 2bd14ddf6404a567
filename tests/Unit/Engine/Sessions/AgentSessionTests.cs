using Signalbox.Engine.Identity;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.StateMachines;
using Signalbox.Unit.Engine.StateMachines;

namespace Signalbox.Unit.Engine.Sessions;

/// <summary>Spec 4, 3.2 Agent Session Status, and the iterations of 1.2 <c>state</c>.</summary>
public sealed class AgentSessionTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 27, 10, 0, 0, TimeSpan.Zero);

    public static TheoryData<AgentSessionStatus, AgentSessionStatus, bool> Pairs => Matrix.Pairs<AgentSessionStatus>(Matrix.AgentSession);

    [Theory]
    [Trait("Spec4", "3.2 Agent Session Status: INITIALIZING, ACTIVE, PAUSED, RESUMED, COMPLETED, FAILED, BLOCKED, EXPIRED")]
    [MemberData(nameof(Pairs))]
    public void MoveTo_EachPair_FollowsTheSpec(AgentSessionStatus from, AgentSessionStatus to, bool legal)
    {
        var session = NewSession();
        foreach (var status in Matrix.WayTo(Matrix.AgentSession, AgentSessionStatus.Initializing, from))
        {
            session.MoveTo(status, null, Begin);
        }

        if (legal)
        {
            session.MoveTo(to, "because", Begin.AddHours(1));
            Assert.Equal((to, "because"), (session.Status, session.StatusReason));
            Assert.Equal(session.HasEnded, session.EndedAt is not null);
        }
        else
        {
            Assert.Throws<IllegalTransitionException>(() => session.MoveTo(to, null, Begin));
            Assert.Equal(from, session.Status);
        }
    }

    [Fact]
    public void Spec4_EveryArrowOfTheDrawing_IsLegal()
    {
        (AgentSessionStatus, AgentSessionStatus)[] drawn =
        [
            (AgentSessionStatus.Initializing, AgentSessionStatus.Active), (AgentSessionStatus.Active, AgentSessionStatus.Paused), (AgentSessionStatus.Paused, AgentSessionStatus.Resumed),
            (AgentSessionStatus.Resumed, AgentSessionStatus.Completed), (AgentSessionStatus.Initializing, AgentSessionStatus.Failed), (AgentSessionStatus.Active, AgentSessionStatus.Blocked),
            (AgentSessionStatus.Paused, AgentSessionStatus.Expired), (AgentSessionStatus.Resumed, AgentSessionStatus.Active), (AgentSessionStatus.Active, AgentSessionStatus.Completed),
        ];
        Assert.All(drawn, move => Assert.True(AgentSessionTransitions.Table.Allows(move.Item1, move.Item2), move.ToString()));
    }

    [Fact]
    public void Way_FromBlockedToCompleted_GoesThroughActive_AndOutOfAnEndLeadsNone()
    {
        Assert.Equal([AgentSessionStatus.Active, AgentSessionStatus.Completed], AgentSessionTransitions.Way(AgentSessionStatus.Blocked, AgentSessionStatus.Completed));
        Assert.Equal([], AgentSessionTransitions.Way(AgentSessionStatus.Active, AgentSessionStatus.Active)!);
        Assert.Null(AgentSessionTransitions.Way(AgentSessionStatus.Completed, AgentSessionStatus.Active));
    }

    [Fact]
    [Trait("Spec4", "1.2 state.iteration_count and state.max_iterations")]
    public void Iterate_OnSeveralSteps_CountsEachOnItsOwn()
    {
        var session = NewSession();
        session.Iterate("plan", 2);
        session.Iterate("build", 10);
        session.Iterate("build", 10);
        Assert.Equal(("build", 2, 10), (session.CurrentStep, session.IterationCount, session.MaxIterations));

        session.Iterate("plan", 2);
        Assert.Equal(("plan", 2, 2), (session.CurrentStep, session.IterationCount, session.MaxIterations));

        session.TakeBack("plan");
        Assert.Equal((1, 2), (session.IterationCount, session.CountOf("build")));
    }

    [Fact]
    public void Copy_OfASession_StaysAsItWas()
    {
        var session = NewSession();
        var copy = session.Copy();
        session.MoveTo(AgentSessionStatus.Active, null, Begin);
        session.Iterate("plan", 1);
        Assert.Equal((AgentSessionStatus.Initializing, 0), (copy.Status, copy.CountOf("plan")));
    }

    private static AgentSession NewSession() => new()
    {
        Id = EntityId.New<AgentSessionId>(),
        RunId = EntityId.New<RunId>(),
        RepositoryId = EntityId.New<RepositoryId>(),
        Agent = "backend-001",
        Role = "backend",
        Feature = "work",
        CurrentStep = "plan",
        CreatedAt = Begin,
    };
}
