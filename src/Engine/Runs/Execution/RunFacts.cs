using System.Security.Cryptography;
using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Runs.Execution.Sessions;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>
/// What the transactions of a run measure (design/metrics.md): each fact is written with the row that it tells of, or not at all. A row that is written again gives
/// the same fact, which the store keeps once.
/// </summary>
/// <param name="state">The run.</param>
/// <param name="workflow">Its workflow; null where that cannot be read.</param>
/// <param name="agents">The agents.</param>
internal sealed class RunFacts(RunState state, WorkflowDefinition? workflow, IAgentCatalog agents)
{
    /// <summary>The facts of what is about to be written.</summary>
    public IReadOnlyList<MetricFact> Of(RunChanges changes, FollowedSessions? followed)
    {
        List<MetricFact> facts = [.. changes.Facts];
        facts.AddRange(changes.Steps.Where(s => s.Status is StepStatus.Completed or StepStatus.Failed && IsWork(s)).Select(Ended));
        facts.AddRange(changes.Attempts.Where(a => a.Status != AttemptStatus.Running && IsOfAgent(a)).Select(Ended));
        facts.AddRange(changes.Approvals.Select(a => RunMeasure.Answered(a, state.Run)).OfType<MetricFact>());
        facts.AddRange(followed is null ? [] : OfSessions(followed));
        return facts;
    }

    /// <summary>The end of the run.</summary>
    public MetricFact Ended(int? changedFiles, long? cancelMs) =>
        RunMeasure.Ended(state.Run, [.. state.Steps], [.. state.Attempts], IsOfAgent, a => ContextOf(a.Agent, a.Usage), changedFiles, cancelMs, BaseCommits);

    /// <summary>The answer of a <c>verify</c>.</summary>
    /// <param name="attempt">The attempt that it judged, ended.</param>
    /// <param name="verify">What was run.</param>
    /// <param name="answer">What it said.</param>
    public MetricFact Verified(Attempt attempt, VerifyDefinition verify, ProofAnswer answer)
    {
        var detail = new Verified
        {
            Attempt = attempt.Id,
            Verify = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(verify.Run))),
            Commit = answer.Commit,
            Tree = answer.Tree,
            IsBefore = answer.IsBefore,
            Passed = answer.Passed,
        };
        return OfAttempt(attempt, detail, answer.IsBefore ? $"{attempt.Id}|before" : attempt.Id.Value, attempt.EndedAt!.Value);
    }

    /// <summary>What an agent was asked.</summary>
    public MetricFact Rendered(Attempt attempt, int characters, int earlierCharacters) =>
        OfAttempt(attempt, new PromptRendered { Attempt = attempt.Id, Characters = characters, EarlierCharacters = earlierCharacters }, attempt.Id.Value, attempt.StartedAt);

    /// <summary>Whether a step run is an agent's own work: not a script's, not the frame around items, not one that another run did and a fork took over.</summary>
    private bool IsWork(StepRun step) =>
        IsOfAgent(step)
        && !(step.ItemIndex is null && workflow?.Step(step.StepId).ForEach is not null)
        && (step.Status == StepStatus.Failed || state.AttemptsOf(step).Any());

    private bool IsOfAgent(StepRun step) =>
        workflow is null ? !string.Equals(step.Agent, "shell", StringComparison.Ordinal) : workflow.Step(step.StepId).Kind == StepKind.Agent;

    private Dictionary<string, string> BaseCommits => state.Repositories
        .DistinctBy(r => r.Name, StringComparer.Ordinal)
        .Where(r => state.WorkspaceIn(r) is not null)
        .ToDictionary(r => r.Name, r => state.WorkspaceIn(r)!.BaseCommit, StringComparer.Ordinal);

    private bool IsOfAgent(Attempt attempt) => StepOf(attempt) is { } step && IsOfAgent(step);

    private StepRun? StepOf(Attempt attempt) => state.Steps.FirstOrDefault(s => s.Id == attempt.StepRunId);

    private MetricFact Ended(StepRun step)
    {
        var attempts = state.AttemptsOf(step).ToList();
        var at = step.EndedAt!.Value;
        var detail = new StepEnded
        {
            StepRun = step.Id,
            Step = step.StepId,
            Outcome = step.Status == StepStatus.Completed ? FactOutcome.Completed : FactOutcome.Failed,
            Visit = step.Visit,
            Tries = attempts.Count(a => !a.IsRateLimited && !AttemptFollowUp.IsNeverStarted(a)),
            Verified = step.Verified,
            HasVerify = workflow?.Step(step.StepId).Verify is not null,

            // One that was cancelled and taken up again has not ended before, as far as this counts.
            IsAgain = attempts.Take(step.EarlierAttempts).LastOrDefault() is { Status: not AttemptStatus.Cancelled },
            DurationMs = step.StartedAt is { } began ? RunMeasure.Milliseconds(at - began) : null,
        };
        return RunMeasure.Of(state.Run, detail, $"{step.Id}|{at.UtcTicks}", at) with
        {
            Repository = state.RepositoryOf(step).Name,
            Agent = attempts.LastOrDefault()?.Agent ?? step.Agent,
            Model = attempts.LastOrDefault()?.Model,
        };
    }

    private MetricFact Ended(Attempt attempt)
    {
        var at = attempt.EndedAt!.Value;
        var usage = attempt.CachedAt is null ? attempt.Usage : null;
        var detail = new AttemptEnded
        {
            Attempt = attempt.Id,
            Status = attempt.Status.ToString(),
            DurationMs = RunMeasure.Milliseconds(at - attempt.StartedAt),
            ContextTokens = ContextOf(attempt.Agent, usage),
            CachedTokens = usage?.CacheReadTokens,
            OutputTokens = usage?.OutputTokens,
            CostUsd = usage?.CostUsd,
            CostEstimated = usage?.CostEstimated ?? false,
        };
        return OfAttempt(attempt, detail, attempt.Id.Value, at) with { Since = MetricFact.SinceOf(attempt.StartedAt, at) };
    }

    /// <summary>A fact of an attempt is of the repository that its step works in, which need not be the run's first.</summary>
    private MetricFact OfAttempt(Attempt attempt, FactDetail detail, string subject, DateTimeOffset at) => RunMeasure.Of(state.Run, detail, subject, at) with
    {
        Repository = StepOf(attempt) is { } step ? state.RepositoryOf(step).Name : state.Run.Repository,
        Agent = attempt.Agent,
        Model = attempt.Model,
    };

    /// <summary>
    /// All tokens of the context: Claude and its API leave those of the cache out of the input, the others count them in (<see cref="AgentUsage.InputTokens"/>). A worker or
    /// a command may stand for either; where more was read from the cache than came in, the cache was left out.
    /// </summary>
    private long? ContextOf(string agent, AgentUsage? usage) =>
        usage?.InputTokens is not { } input ? null
        : usage.CacheReadTokens > input || string.Equals(agents.FindInfo(agent)?.Provider, "anthropic", StringComparison.Ordinal) ? input + (usage.CacheReadTokens ?? 0) + (usage.CacheCreationTokens ?? 0)
        : input;

    private IEnumerable<MetricFact> OfSessions(FollowedSessions followed)
    {
        foreach (var (session, move) in followed.Moves)
        {
            var at = session.EndedAt ?? followed.At;
            var cause = move switch
            {
                (AgentSessionStatus.Paused, AgentSessionStatus.Resumed) => InterruptionCause.Resumed,
                (AgentSessionStatus.Paused, AgentSessionStatus.Expired) => InterruptionCause.Expired,
                _ => (InterruptionCause?)null,
            };
            if (cause is { } interrupted)
            {
                var detail = new Interrupted { Cause = interrupted, Session = session.Id };
                yield return RunMeasure.Of(state.Run, detail, $"{session.Id}|{interrupted}|{followed.At.UtcTicks}", followed.At) with { Agent = session.Agent };
            }

            if (session.HasEnded && move.To == session.Status)
            {
                var detail = new SessionEnded { Session = session.Id, Outcome = session.Status == AgentSessionStatus.Completed ? FactOutcome.Completed : FactOutcome.Failed };
                yield return RunMeasure.Of(state.Run, detail, session.Id.Value, at) with { Since = MetricFact.SinceOf(session.CreatedAt, at), Agent = session.Agent };
            }
        }
    }
}
