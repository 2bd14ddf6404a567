using System.Globalization;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces.Diffs;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>
/// Asks the trust model about the steps whose changes it decides on (<c>approval: auto</c>, design/security.md). What cannot be looked at is never let pass.
/// The model is read at each decision: one that was brought in a moment ago counts for runs that are under way.
/// </summary>
internal sealed class TrustGate(RunState state, TrustServices? trust)
{
    /// <summary>
    /// What asks for a person before the work; null: nothing does. Before the work its files are not known, so its type decides, where the model names it.
    /// </summary>
    public async Task<TrustReview?> BeforeAsync(StepDefinition definition, StepRun step, CancellationToken cancellationToken)
    {
        if (trust is null || definition is not { ChangeApproval: ChangeApproval.Auto, TaskType: { } type } || HasLeave(step)
            || await trust.Desk.CurrentAsync(state.RepositoryOf(step).Id, cancellationToken) is not { } model)
        {
            return null;
        }

        var decision = TrustEvaluator.Evaluate(model.Model, [], type);
        return decision is { Deciding.Line: not null, Rules.AsksBefore: true } ? new TrustReview(model, decision, Doubt: null) : null;
    }

    /// <summary>What the model says of the changes; null: it has no say, or nothing changed.</summary>
    /// <param name="definition">The step.</param>
    /// <param name="step">Its run.</param>
    /// <param name="before">The commit that has the files as they were before the step.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">The step works in no workspace.</exception>
    public async Task<TrustReview?> AfterAsync(StepDefinition definition, StepRun step, Func<StepRun, string> before, CancellationToken cancellationToken)
    {
        if (trust is null || definition.ChangeApproval != ChangeApproval.Auto
            || await trust.Desk.CurrentAsync(state.RepositoryOf(step).Id, cancellationToken) is not { } model)
        {
            return null;
        }

        var path = (state.WorkspaceOf(step) ?? throw new InvalidOperationException($"{StepResolver.NameOf(step)} works in no workspace")).Path;
        var tree = await trust.Diffs.TreeAsync(path, cancellationToken);
        List<DiffList> lists = [];
        foreach (var commit in ((string[])[before(step), before(Since(step))]).Distinct(StringComparer.Ordinal))
        {
            lists.Add(tree.Tree is null ? new DiffList { Fault = tree.Fault } : await trust.Diffs.ListAsync(new DiffEnds(path, commit, tree.Tree), cancellationToken));
        }

        var doubt = lists.Select(DoubtOf).FirstOrDefault(d => d is not null) ?? (tree.LeftOut.Count > 0 ? $"the workspace holds what no diff shows: {tree.LeftOut[0]}" : null);
        if (doubt is null && lists.TrueForAll(l => l.Total == 0))
        {
            return null;
        }

        // A file that was moved is judged at both its places.
        List<string> paths = [.. lists.SelectMany(l => l.Files).SelectMany(f => f.OldPath is { } old ? [old, f.Path] : (string[])[f.Path]).Distinct(StringComparer.Ordinal)];
        var decision = TrustEvaluator.Evaluate(model.Model, paths, definition.TaskType);
        var review = new TrustReview(model, decision, doubt ?? TooMany(decision.Rules));
        await TellAsync(review, step, cancellationToken);
        return review;
    }

    private static string? DoubtOf(DiffList list) => list.Fault
        ?? (list.IsCut ? string.Create(CultureInfo.InvariantCulture, $"{list.Total} files changed, of which {list.Files.Count} are looked at") : null);

    /// <summary>
    /// The step run from whose beginning on changes are judged as well. One that failed, or was sent back, leaves its files where the run goes on all the same, and
    /// nobody has let them pass: they are judged with the next change, so that a failure is no way round.
    /// </summary>
    private StepRun Since(StepRun step)
    {
        var repository = state.RepositoryOf(step).Id;
        var others = state.Steps.Where(s => s.Id != step.Id && state.RepositoryOf(s).Id == repository).ToList();
        var judged = others.Max(s => s.PassedAs is null ? ApprovedOf(s) : s.EndedAt);
        return others.Where(s => s.Status == StepStatus.Failed && !(s.EndedAt <= judged) && state.AttemptsOf(s).Any()).MinBy(s => s.StartedAt) ?? step;
    }

    /// <summary>When the question was asked that let the changes of a step pass: what came after it is not in it.</summary>
    private DateTimeOffset? ApprovedOf(StepRun step) =>
        state.Approvals.Where(a => a.StepRunId == step.Id && a is { IsForChanges: true, Status: ApprovalStatus.Approved }).Max(a => (DateTimeOffset?)a.CreatedAt);

    /// <summary>Why one more change of a level does not pass by itself: enough of them have since a person looked; null: it may.</summary>
    private string? TooMany(TrustRules rules)
    {
        if (rules is not { PassesByItself: true, MaxConsecutiveChanges: { } most })
        {
            return null;
        }

        var looked = state.Approvals.Where(a => a is { IsForChanges: true, Status: ApprovalStatus.Approved }).Max(a => a.DecidedAt);
        var passed = state.Steps.Count(s => s.PassedAs == rules.Level && !(s.EndedAt <= looked));
        return passed < most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{passed} {(passed == 1 ? "change" : "changes")} of {TrustWords.Of(rules.Level)} passed one after another, and the model lets no more than {most}");
    }

    private async Task TellAsync(TrustReview review, StepRun step, CancellationToken cancellationToken)
    {
        // A default speaks of nothing: only what the author named is told.
        if (trust?.Notices is not { } notices || review.Decision is not { Rules.NotifiesOnMatch: true, Deciding.Line: not null })
        {
            return;
        }

        foreach (var to in review.Model.Model.Notify is { Count: > 0 } named ? named : [TrustNotify.People])
        {
            var text = $"{state.Run.Key}, step {StepResolver.NameOf(step)}: {review.Decision.Why}{(to.Reason is null ? "" : $". {to.Reason}")}";
            await notices.TellAsync(to, text, state.Run.Id, cancellationToken);
        }
    }

    private bool HasLeave(StepRun step) => state.Approvals.Any(a => a.StepRunId == step.Id && a is { IsBefore: true, Status: ApprovalStatus.Approved });
}
