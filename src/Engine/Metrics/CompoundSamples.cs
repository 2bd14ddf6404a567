using Signalbox.Engine.Metrics.Facts;

namespace Signalbox.Engine.Metrics;

/// <summary>The samples of spec 4's four metrics, as design/metrics.md defines them.</summary>
internal static class CompoundSamples
{
    private const int CharactersOfToken = 4;

    /// <summary>Of the agents' step runs that ended Completed or Failed: those that were completed, and verified where they have a <c>verify</c>, at the first try of the first visit.</summary>
    public static IEnumerable<MetricSample> FirstPassSuccess(FactSet facts) =>
        from step in facts.Of<StepEnded>()
        let detail = step.Detail
        where !detail.IsAgain && detail.Outcome is FactOutcome.Completed or FactOutcome.Failed
        let isFirst = detail is { Outcome: FactOutcome.Completed, Tries: <= 1, Visit: 1 } && (!detail.HasVerify || detail.Verified == true)
        select new MetricSample(step.Fact.At, detail.StepRun.Value, step.Fact.RunId, step.Fact.RunKey, isFirst ? 1 : 0);

    /// <summary>
    /// Of all tokens of the prompts' contexts: those that came from earlier work. All tokens are the provider's count where it gives one, else a quarter of the
    /// prompt's characters. From earlier work are what the provider served from its cache and a quarter of the characters that earlier runs gave to the prompt,
    /// together never more than all.
    /// </summary>
    public static IEnumerable<MetricSample> ContextReuse(FactSet facts) =>
        from prompt in facts.Of<PromptRendered>()
        let used = facts.EndOf(prompt.Detail.Attempt)
        let all = used?.ContextTokens ?? Tokens(prompt.Detail.Characters)
        where all > 0
        let earlier = Math.Min(all, (used?.CachedTokens ?? 0) + Tokens(prompt.Detail.EarlierCharacters))
        select new MetricSample(
            prompt.Fact.At,
            prompt.Detail.Attempt.Value,
            prompt.Fact.RunId,
            prompt.Fact.RunKey,
            earlier,
            all,
            used?.ContextTokens is null || prompt.Detail.EarlierCharacters > 0);

    /// <summary>Of the runs that completed and changed files: those that were found to be the cause of a regression.</summary>
    public static IEnumerable<MetricSample> RegressionRate(FactSet facts) =>
        from end in facts.Ends
        where end.Detail is { Outcome: FactOutcome.Completed, ChangedFiles: > 0 }
        select Of(end.Fact, facts.IsCause(end.Fact) ? 1 : 0);

    /// <summary>Of the runs and sessions that were interrupted in a period: those that reached Completed, whenever.</summary>
    public static IEnumerable<MetricSample> SessionRecovery(FactSet facts) =>
        from cut in facts.Of<Interrupted>()
        let subject = cut.Detail.Session?.Value ?? cut.Fact.RunId?.Value ?? ""
        select Of(cut.Fact, facts.Recovered(cut.Fact, cut.Detail) ? 1 : 0) with { Subject = subject };

    internal static MetricSample Of(MetricFact fact, decimal numerator) => new(fact.At, fact.RunId?.Value ?? fact.Id.Value, fact.RunId, fact.RunKey, numerator);

    private static long Tokens(int characters) => (characters + CharactersOfToken - 1) / CharactersOfToken;
}
