using System.Globalization;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Runs.Resolution;
using Signalbox.Engine.Trust;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>
/// Asks the trust model about the steps whose changes it decides on (<c>approval: auto</c>, design/security.md). What cannot be looked at is never let pass.
/// The model is read at each decision: one that was brought in a moment ago counts for runs that are under way.
/// </summary>
internal sealed class TrustGate(RunState state, TrustServices? trust)
{
    /// <summary>
    /// What asks for a person before the work; null: nothing does. Before the work its files are not known: its type decides, and where the model does not name
    /// that, the level of what no context speaks of.
    /// </summary>
    public async Task<TrustReview?> BeforeAsync(StepDefinition definition, StepRun step, CancellationToken cancellationToken)
    {
        if (trust is null || definition.ChangeApproval != ChangeApproval.Auto || HasLeave(step) || await trust.Desk.CurrentAsync(state.RepositoryOf(step).Id, cancellationToken) is not { } model)
        {
            return null;
        }

        var decision = TrustEvaluator.Evaluate(model.Model, [], definition.TaskType);
        return decision.Rules.AsksBefore ? new TrustReview(model, decision, Doubt: null) : null;
    }

    /// <summary>What the model says of the changes; null: it has no say, or nothing changed.</summary>
    /// <param name="definition">The step.</param>
    /// <param name="step">Its run.</param>
    /// <param name="checkpoints">What was let pass before it.</param>
    /// <param name="taken">The files as they are kept: those of every workspace, for nothing holds a step to its own.</param>
    /// <param name="mask">Keeps secrets out of a text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<TrustReview?> AfterAsync(
        StepDefinition definition, StepRun step, RunCheckpoints checkpoints, TakenFiles taken, Func<string, string> mask, CancellationToken cancellationToken)
    {
        if (trust is null || definition.ChangeApproval != ChangeApproval.Auto)
        {
            return null;
        }

        List<TrustReview> reviews = [];
        foreach (var repository in state.Repositories)
        {
            if (state.WorkspaceIn(repository) is not { } workspace || await trust.Desk.CurrentAsync(repository.Id, cancellationToken) is not { } model)
            {
                continue;
            }

            // Somebody is at work in another one: what it holds then is not looked at, nor is it kept.
            var isOwn = repository.Id == state.RepositoryOf(step).Id;
            var now = isOwn || !IsBusy(repository, step) ? await trust.Diffs.TreeAsync(workspace.Path, cancellationToken) : null;
            var judged = checkpoints.JudgedIn(repository);
            var change = await UnjudgedChange.OfAsync(
                trust.Diffs,
                workspace.Path,
                isOwn ? [checkpoints.CommitBefore(step), judged.Commit] : [judged.Commit],
                taken.CommitIn(state, repository),
                now is null ? [] : now.Fault is null ? now.LeftOut : [now.Fault],
                cancellationToken);
            if (ReviewOf(model, repository, judged, change, definition.TaskType, mask) is { } review)
            {
                reviews.Add(review with { Doubt = review.Doubt ?? TooMany(review.Decision.Rules), Earlier = isOwn ? change.Earlier : change.Paths.Count });
            }
        }

        var strictest = Strictest(reviews);
        if (strictest is { IsTold: true })
        {
            await TellAsync(strictest, step, cancellationToken);
        }

        return strictest;
    }

    /// <summary>
    /// What the run leaves that nobody let pass: a step that failed, or was rejected, and after which no other was judged. By repository; where a person is not asked for, nothing is said.
    /// </summary>
    /// <param name="workflow">The workflow: what a step leaves that needs nobody is let be.</param>
    /// <param name="checkpoints">What was let pass.</param>
    /// <param name="mask">Keeps secrets out of a text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<(Repository Repository, TrustReview Review)>> AtEndAsync(
        WorkflowDefinition workflow, RunCheckpoints checkpoints, Func<string, string> mask, CancellationToken cancellationToken)
    {
        List<(Repository, TrustReview)> left = [];
        foreach (var repository in trust is null ? [] : state.Repositories)
        {
            var judged = state.WorkspaceIn(repository) is null ? null : checkpoints.JudgedIn(repository);
            if (judged is null
                || judged.Since.All(k => workflow.Step(k.StepId!).ChangeApproval == ChangeApproval.Never)
                || await trust!.Desk.CurrentAsync(repository.Id, cancellationToken) is not { } model)
            {
                continue;
            }

            var path = state.WorkspaceIn(repository)!.Path;
            var now = await trust.Diffs.TreeAsync(path, cancellationToken);
            var change = await UnjudgedChange.OfAsync(trust.Diffs, path, [judged.Commit], now.Tree, now.Fault is null ? now.LeftOut : [now.Fault], cancellationToken);
            if (ReviewOf(model, repository, judged, change, taskType: null, mask) is { Asks: true } review)
            {
                left.Add((repository, review));
            }
        }

        return left;
    }

    private TrustReview? ReviewOf(TrustModelInUse model, Repository repository, JudgedFiles judged, UnjudgedChange change, string? taskType, Func<string, string> mask)
    {
        if (change.IsNone)
        {
            return null;
        }

        var decision = TrustEvaluator.Evaluate(model.Model, change.Paths, taskType);
        var rejected = judged.Since.Select(k => JudgedFiles.QuestionOf(state, k)).LastOrDefault(a => a?.Status == ApprovalStatus.Rejected);
        var doubt = change.Unknown ?? (rejected is null ? null : $"it may hold what {rejected.DecidedBy} rejected");
        return new TrustReview(model, (change.Unknown is null ? decision : decision.AsUnknown(model.Model)).Shown(mask), doubt is null ? null : mask(doubt))
        {
            Repository = state.Run.Repositories.Count == 0 ? null : state.NameOf(repository),
        };
    }

    /// <summary>Of several repositories the one that asks for most: a person before nobody, an administrator before anybody.</summary>
    private static TrustReview? Strictest(List<TrustReview> reviews) =>
        reviews.OrderByDescending(r => r.Asks).ThenByDescending(r => r.Asks && r.Escalates).ThenBy(r => r.Decision.Level).FirstOrDefault();

    private bool IsBusy(Repository repository, StepRun except) =>
        state.Attempts.Any(a => a.Status == AttemptStatus.Running && a.StepRunId != except.Id && state.RepositoryOf(state.Steps.First(s => s.Id == a.StepRunId)).Id == repository.Id);

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
        foreach (var to in trust?.Notices is null ? [] : review.Model.Model.Notify is { Count: > 0 } named ? named : [TrustNotify.People])
        {
            var text = $"{state.Run.Key}, step {StepResolver.NameOf(step)}: {review.Why}{(to.Reason is null ? "" : $". {to.Reason}")}";

            // A server that stops before the attempt is written judges it once more.
            await trust!.Notices!.TellAsync(to, text, state.Run.Id, state.AttemptsOf(step).Last().Id.Value, cancellationToken);
        }
    }

    private bool HasLeave(StepRun step) => state.Approvals.Any(a => a.StepRunId == step.Id && a is { IsBefore: true, Status: ApprovalStatus.Approved });
}
