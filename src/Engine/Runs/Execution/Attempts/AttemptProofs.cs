using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>
/// What the proofs of an attempt answered, and of which files (design/metrics.md): a rule and a metric compare answers to the same files. Where another step
/// worked in the same folder meanwhile nobody can say what was judged.
/// </summary>
internal sealed class AttemptProofs(RunState state, RunSessionServices services, RunCheckpoints checkpoints)
{
    /// <summary>The answers of the proof before the agent began and of the one after it, as far as there are any.</summary>
    public async Task<IReadOnlyList<ProofAnswer>> OfAsync(AttemptInFlight flight, VerifyResult? verified, CancellationToken cancellationToken)
    {
        List<ProofAnswer> answers = [];
        if (flight is { Definition: { Methodology: Methodology.Tdd, Verify: not null }, Attempt.Number: 1 }
            && !services.IsElsewhere(flight.Attempt)
            && await services.Verifier.BaseAsync(flight.Attempt.Directory, cancellationToken) is { } before)
        {
            answers.Add(await BeforeAsync(flight, before.ExitCode == 0, cancellationToken));
        }

        if (verified is { HasAnswered: true })
        {
            answers.Add(await AfterAsync(flight, verified.Fault is null, cancellationToken));
        }

        return answers;
    }

    private async Task<ProofAnswer> BeforeAsync(AttemptInFlight flight, bool passed, CancellationToken cancellationToken)
    {
        if (!IsAlone(flight))
        {
            return new ProofAnswer(IsBefore: true, passed, null, null);
        }

        var workspace = state.WorkspaceOf(flight.Step)!;
        var stood = checkpoints.CommitBefore(flight.Step);
        return new ProofAnswer(
            IsBefore: true,
            passed,
            string.Equals(stood, workspace.BaseCommit, StringComparison.Ordinal) ? stood : null,
            await services.Workspaces.TreeAsync(workspace.Path, stood, cancellationToken));
    }

    private async Task<ProofAnswer> AfterAsync(AttemptInFlight flight, bool passed, CancellationToken cancellationToken)
    {
        if (!IsAlone(flight))
        {
            return new ProofAnswer(IsBefore: false, passed, null, null);
        }

        var workspace = state.WorkspaceOf(flight.Step)!;

        // Where nothing has changed since the workspace was made, its files are that commit's.
        var isUntouched = await RunMeasure.ChangedFilesAsync(services.Workspaces, [workspace], cancellationToken) == 0;
        return new ProofAnswer(
            IsBefore: false,
            passed,
            isUntouched ? workspace.BaseCommit : null,
            await services.Workspaces.TreeAsync(workspace.Path, isUntouched ? workspace.BaseCommit : null, cancellationToken));
    }

    private bool IsAlone(AttemptInFlight flight)
    {
        var workspace = state.WorkspaceOf(flight.Step);
        return !state.Attempts.Any(a => a.Id != flight.Attempt.Id
            && (a.EndedAt is not { } ended || ended > flight.Attempt.StartedAt)
            && state.Steps.FirstOrDefault(s => s.Id == a.StepRunId) is { } other
            && string.Equals(state.WorkspaceOf(other)?.Path, workspace?.Path, StringComparison.Ordinal));
    }
}
