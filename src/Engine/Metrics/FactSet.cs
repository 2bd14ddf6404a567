using Signalbox.Engine.Identity;
using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Engine.Metrics;

/// <summary>
/// Facts as samplers look at them. The filter decides what is counted; what is merely looked up (was this run the cause of a regression, did that one complete in
/// the end) is looked up among all of them.
/// </summary>
internal sealed class FactSet
{
    private readonly IReadOnlyList<MetricFact> _facts;
    private readonly MetricFilter _filter;
    private readonly Dictionary<RunId, MetricFact> _lastEnds = [];
    private readonly List<(RunId Cause, MetricFactId Link)> _links = [];
    private readonly HashSet<MetricFactId> _withdrawn = [];
    private readonly HashSet<RunId> _causes;
    private readonly HashSet<AgentSessionId> _completedSessions = [];
    private readonly Dictionary<AttemptId, MetricFact> _attempts = [];

    public FactSet(IEnumerable<MetricFact> facts, MetricFilter filter)
    {
        // The id breaks ties, so that the same facts in any order give the same numbers.
        _facts = [.. facts.DistinctBy(f => f.Id).OrderBy(f => f.At).ThenBy(f => f.Id.Value, StringComparer.Ordinal)];
        _filter = filter;
        foreach (var fact in _facts)
        {
            switch (fact.Detail)
            {
                case RunEnded when fact.RunId is { } run:
                    _lastEnds[run] = fact;
                    break;
                case RegressionLinked when fact.RunId is { } cause:
                    _links.Add((cause, fact.Id));
                    break;
                case RegressionWithdrawn withdrawn:
                    _withdrawn.Add(withdrawn.Link);
                    break;
                case SessionEnded { Outcome: FactOutcome.Completed } session:
                    _completedSessions.Add(session.Session);
                    break;
                case AttemptEnded attempt:
                    _attempts[attempt.Attempt] = fact;
                    break;
                default:
                    break;
            }
        }

        // Whatever comes first: what was taken back does not count.
        _causes = [.. _links.Where(l => !_withdrawn.Contains(l.Link)).Select(l => l.Cause)];
    }

    /// <summary>The facts of a kind that the filter takes, oldest first.</summary>
    public IEnumerable<(MetricFact Fact, T Detail)> Of<T>()
        where T : FactDetail => _facts.Where(f => f.Detail is T && Takes(f)).Select(f => (f, (T)f.Detail));

    /// <summary>The end of each run: of one that was taken up again the last, so that it counts once.</summary>
    public IEnumerable<(MetricFact Fact, RunEnded Detail)> Ends => Of<RunEnded>().Where(e => e.Fact.RunId is { } run && ReferenceEquals(_lastEnds[run], e.Fact));

    /// <summary>Whether a run was found to be the cause of a regression.</summary>
    public bool IsCause(MetricFact fact) => fact.RunId is { } run && _causes.Contains(run);

    /// <summary>Whether what was interrupted reached Completed.</summary>
    public bool Recovered(MetricFact fact, Interrupted interrupted) => interrupted.Session is { } session
        ? _completedSessions.Contains(session)
        : fact.RunId is { } run && _lastEnds.TryGetValue(run, out var end) && end.Detail is RunEnded { Outcome: FactOutcome.Completed };

    /// <summary>What an attempt used; null while it has not ended.</summary>
    public AttemptEnded? EndOf(AttemptId attempt) => (AttemptEnded?)_attempts.GetValueOrDefault(attempt)?.Detail;

    /// <summary>
    /// Whether a fact is of what is looked at. An agent says only at the end of an attempt which model it took; an approval and an interruption are of the agents and
    /// models of the whole run, which its end tells.
    /// </summary>
    private bool Takes(MetricFact fact) => fact.Detail switch
    {
        PromptRendered prompt when _attempts.GetValueOrDefault(prompt.Attempt) is { } end => _filter.Takes(fact with { Agent = end.Agent ?? fact.Agent, Model = end.Model ?? fact.Model }),
        ApprovalAnswered or Interrupted when fact.RunId is { } run && EndAfter(run, fact.At) is { } whole => _filter.Takes(fact, whole),
        _ => _filter.Takes(fact),
    };

    // Not an end before it: whether that is among the facts depends on which periods are looked at together.
    private RunEnded? EndAfter(RunId run, DateTimeOffset at) => _lastEnds.TryGetValue(run, out var end) && end.At >= at ? (RunEnded)end.Detail : null;
}
