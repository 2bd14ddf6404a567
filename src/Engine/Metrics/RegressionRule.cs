using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Engine.Metrics;

/// <summary>
/// The automatic rule of design/metrics.md: a run that changed files is suspected when the same <c>verify</c> passed on the commit that it began at, and fails on a
/// commit behind it. Only proofs of whole commits count: one of files that a run had just changed says something about that run. A proof that has given both
/// answers on one of the two commits is flaky and says nothing. Whether the later commit contains the change, and whether the proof passed on one in between that
/// contains it as well, is git's to say.
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

    /// <summary>
    /// The commits on which the proof of a suspicion passed, and never failed. One of them that contains the suspected change, and that the commit which failed contains, acquits it:
    /// what broke the proof came later.
    /// </summary>
    /// <param name="facts">Answers of proofs; others do no harm.</param>
    /// <param name="shown">The proof that failed.</param>
    public static IReadOnlyList<string> PassedOn(IEnumerable<MetricFact> facts, MetricFact shown)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(shown);
        var verify = ((Verified)shown.Detail).Verify;
        return
        [
            .. facts
                .Where(f => f.Detail is Verified { Commit: not null } proof
                    && string.Equals(proof.Verify, verify, StringComparison.Ordinal)
                    && string.Equals(f.Repository, shown.Repository, StringComparison.Ordinal))
                .GroupBy(f => ((Verified)f.Detail).Commit!, StringComparer.Ordinal)
                .Where(g => Agree(g, passed: true))
                .Select(g => g.Key),
        ];
    }

    private static bool Agree(IEnumerable<MetricFact> answers, bool passed)
    {
        var given = answers.Select(a => ((Verified)a.Detail).Passed).Distinct().ToList();
        return given is [var answer] && answer == passed;
    }
}
