using System.Numerics;
using Signalbox.Engine.Agents;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>The agent's session that a new attempt goes on with (design/agents.md, "resume").</summary>
/// <param name="Id">The session, in the agent's own words.</param>
/// <param name="Usage">What is known of cost and tokens of the attempts in it so far.</param>
internal sealed record ResumedSession(string Id, AgentUsage Usage)
{
    /// <summary>
    /// The session of the attempt right before this one at the same visit of a step; one whose agent never began is passed over. None where that one
    /// ended without a session, because it could not even open the one it was given: then the agent begins a new one rather than failing at the same
    /// door again. None either where the files have gone back to a checkpoint since: an agent that remembers work that is undone is misled by it.
    /// </summary>
    /// <param name="attempts">The attempts of the step run, in any order.</param>
    /// <param name="number">Number of the new attempt.</param>
    /// <param name="agent">Who does it: another agent knows nothing of the session.</param>
    /// <param name="wentBackAt">When the files last went back; null when they never did.</param>
    public static ResumedSession? Of(IEnumerable<Attempt> attempts, int number, string agent, DateTimeOffset? wentBackAt)
    {
        var line = attempts.Where(a => a.Number < number && !AttemptFollowUp.IsNeverStarted(a)).OrderByDescending(a => a.Number)
            .TakeWhile(a => !(a.EndedAt <= wentBackAt) && a.SessionId is { Length: > 0 } && string.Equals(a.Agent, agent, StringComparison.Ordinal))
            .ToList();
        if (line is not [{ SessionId: { } session }, ..])
        {
            return null;
        }

        // Each went on with the one before, whatever id the agent gave the session then.
        var used = line.Select(a => a.Usage).OfType<AgentUsage>().ToList();
        return new ResumedSession(session, new AgentUsage
        {
            CostUsd = Sum(used.Select(u => u.CostUsd)),
            InputTokens = Sum(used.Select(u => u.InputTokens)),
            OutputTokens = Sum(used.Select(u => u.OutputTokens)),
            CacheReadTokens = Sum(used.Select(u => u.CacheReadTokens)),
        });
    }

    private static T? Sum<T>(IEnumerable<T?> counts)
        where T : struct, INumber<T>
    {
        var known = counts.OfType<T>().ToList();
        return known.Count == 0 ? null : known.Aggregate((a, b) => a + b);
    }
}
