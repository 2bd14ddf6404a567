using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Engine.Metrics;

/// <summary>The samples of what is kept beside the compound metrics.</summary>
internal static class WorkSamples
{
    /// <summary>Of the runs that completed or failed: those that completed.</summary>
    public static IEnumerable<MetricSample> Success(FactSet facts) =>
        from end in facts.Ends
        where end.Detail.Outcome != FactOutcome.Cancelled
        select CompoundSamples.Of(end.Fact, end.Detail.Outcome == FactOutcome.Completed ? 1 : 0);

    /// <summary>Of the runs that completed: those that were verified.</summary>
    public static IEnumerable<MetricSample> VerifiedRuns(FactSet facts) =>
        from end in facts.Ends
        where end.Detail.Outcome == FactOutcome.Completed
        select CompoundSamples.Of(end.Fact, end.Detail.Verified == true ? 1 : 0);

    /// <summary>From begin to end, of the runs that completed.</summary>
    public static IEnumerable<MetricSample> Duration(FactSet facts) =>
        from end in facts.Ends
        where end.Detail is { Outcome: FactOutcome.Completed, DurationMs: not null }
        select CompoundSamples.Of(end.Fact, end.Detail.DurationMs!.Value);

    /// <summary>From the wish to the begin, of the runs that began.</summary>
    public static IEnumerable<MetricSample> QueueWait(FactSet facts) =>
        from end in facts.Ends
        where end.Detail.QueueMs is not null
        select CompoundSamples.Of(end.Fact, end.Detail.QueueMs!.Value);

    /// <summary>From the wish to cancel to the end, of the runs that were cancelled.</summary>
    public static IEnumerable<MetricSample> CancelTime(FactSet facts) =>
        from end in facts.Ends
        where end.Detail is { Outcome: FactOutcome.Cancelled, CancelMs: not null }
        select CompoundSamples.Of(end.Fact, end.Detail.CancelMs!.Value);

    /// <summary>What runs cost, of those of which it is known.</summary>
    public static IEnumerable<MetricSample> RunCost(FactSet facts) =>
        from end in facts.Ends
        where end.Detail.CostUsd is not null
        select CompoundSamples.Of(end.Fact, end.Detail.CostUsd!.Value) with { IsEstimated = end.Detail.CostEstimated };

    /// <summary>Tokens in and out of runs, of those of which they are known.</summary>
    public static IEnumerable<MetricSample> RunTokens(FactSet facts) =>
        from end in facts.Ends
        where end.Detail.Tokens is not null
        select CompoundSamples.Of(end.Fact, end.Detail.Tokens!.Value);

    /// <summary>What attempts cost, of those of which it is known: when the money was spent, and on which agent.</summary>
    public static IEnumerable<MetricSample> Cost(FactSet facts) =>
        from attempt in facts.Of<AttemptEnded>()
        where attempt.Detail.CostUsd is not null
        select CompoundSamples.Of(attempt.Fact, attempt.Detail.CostUsd!.Value) with { Subject = attempt.Detail.Attempt.Value, IsEstimated = attempt.Detail.CostEstimated };

    /// <summary>How often agents tried, of their step runs that ended.</summary>
    public static IEnumerable<MetricSample> Attempts(FactSet facts) =>
        from step in facts.Of<StepEnded>()
        where step.Detail.Tries > 0
        select CompoundSamples.Of(step.Fact, step.Detail.Tries) with { Subject = step.Detail.StepRun.Value };

    /// <summary>How long approvals were open, of those that were answered or ran out.</summary>
    public static IEnumerable<MetricSample> HumanWait(FactSet facts) =>
        from answer in facts.Of<ApprovalAnswered>()
        select CompoundSamples.Of(answer.Fact, answer.Detail.WaitMs) with { Subject = answer.Detail.Approval.Value };

    /// <summary>Of the proofs that had judged the same files before, no longer than <see cref="MetricCatalog.VerifyMemory"/> ago: those that changed their answer.</summary>
    public static IEnumerable<MetricSample> FlakyVerifies(FactSet facts)
    {
        var answers = new Dictionary<(string? Repository, string Verify, string Files), (bool Passed, DateTimeOffset At)>();
        foreach (var (fact, detail) in facts.Of<Verified>())
        {
            // A commit is its files; those of a workspace that a run has changed have a name of their own.
            if ((detail.Tree ?? detail.Commit) is not { } files)
            {
                continue;
            }

            var key = (fact.Repository, detail.Verify, files);
            if (answers.TryGetValue(key, out var before) && before.At >= fact.At - MetricCatalog.VerifyMemory)
            {
                yield return CompoundSamples.Of(fact, before.Passed == detail.Passed ? 0 : 1) with { Subject = detail.IsBefore ? $"{detail.Attempt}|before" : detail.Attempt.Value };
            }

            answers[key] = (detail.Passed, fact.At);
        }
    }
}
