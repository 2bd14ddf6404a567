using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Engine.Metrics;

/// <summary>
/// The automatic rule of design/metrics.md: a run that changed files is suspected when the same <c>verify</c> passed on the commit that it began at, and fails on a
/// commit behind it. Only proofs of whole commits count: one of files that a run had just changed says something about that run. A proof that has given both
/// answers on one of the two commits is flaky and says nothing. Whether the later commit contains the change is git's to say.
/// </summary>
public static class RegressionRule
{
    /// <summary>The suspects, each with the proof that failed.</summary>
    /// <param name="facts">Ends of runs and answers of proofs; others do no harm.</param>
    public static IReadOnlyList<(MetricFact Cause, MetricFact Shown)> Suspects(IEnumerable<MetricFact> facts)
    {
        var all = facts.ToList();
        var answers = all
            .Where(f => f.Detail is Verified { Commit: not null })
            .ToLookup(f => (f.Repository, ((Verified)f.Detail).Verify, ((Verified)f.Detail).Commit));
        return
        [
            .. from shown in all
               where shown.Detail is Verified { Passed: false, Commit: not null }
               let proof = (Verified)shown.Detail
               where Agree(answers[(shown.Repository, proof.Verify, proof.Commit)], passed: false)
               from cause in all
               where cause.Detail is RunEnded { Outcome: FactOutcome.Completed, ChangedFiles: > 0 } && cause.At < shown.At && cause.RunId != shown.RunId
               let began = shown.Repository is { } repository ? ((RunEnded)cause.Detail).BaseCommits.GetValueOrDefault(repository) : null
               where began is not null && !string.Equals(began, proof.Commit, StringComparison.Ordinal)
               where Agree(answers[(shown.Repository, proof.Verify, began)], passed: true)
               select (cause, shown),
        ];
    }

    private static bool Agree(IEnumerable<MetricFact> answers, bool passed)
    {
        var given = answers.Select(a => ((Verified)a.Detail).Passed).Distinct().ToList();
        return given is [var answer] && answer == passed;
    }
}
