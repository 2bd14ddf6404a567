using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>
/// Methodology TDD (spec 4): a change without a test that failed before it and passes after it is flagged. The step's <c>verify</c> is run once before its
/// first attempt, on what is there then, and after each attempt; the flag is a warning of the attempt, the work counts all the same.
/// </summary>
internal sealed class TestFirst(RunState state, RunSessionServices services)
{
    /// <summary>How each of its warnings begins.</summary>
    public const string Prefix = "test first: ";

    /// <summary>Whether the proof is to run before this attempt. Items of a list share a workspace, and a worker may be at work already: neither has a before.</summary>
    public static bool ProvesBase(AttemptInFlight flight) =>
        flight is { Definition: { Methodology: Methodology.Tdd, Verify: not null }, Step: { Visit: 1, ItemIndex: null }, Attempt: { Number: 1, Process: null }, Agent: not Agents.IPooledAgent };

    /// <summary>What is to be said of an attempt that succeeded; null when nothing is.</summary>
    /// <param name="flight">The attempt.</param>
    /// <param name="changedFiles">How many files have changed since a visit of the step began.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string?> FlagAsync(AttemptInFlight flight, Func<StepRun, Task<int>> changedFiles, CancellationToken cancellationToken)
    {
        if (flight.Definition.Methodology != Methodology.Tdd)
        {
            return null;
        }

        // The visit that is proved at last may have had nothing left to change: what counts is what all of them changed.
        var visit = flight.Step.ItemIndex is not null ? flight.Step
            : state.Steps.FirstOrDefault(s => s.Visit == 1 && s.ItemIndex is null && string.Equals(s.StepId, flight.Step.StepId, StringComparison.Ordinal)) ?? flight.Step;
        if (await changedFiles(visit) == 0)
        {
            return null;
        }

        if (flight.Definition.Verify is null)
        {
            return Prefix + "the step has no verify; nothing shows that a test failed before the change and passes after it";
        }

        var first = visit.ItemIndex is null ? state.AttemptsOf(visit).FirstOrDefault() : null;
        var before = first is null || services.IsElsewhere(first) ? null : await services.Verifier.BaseAsync(first.Directory, cancellationToken);
        return before switch
        {
            null => Prefix + "verify was not run before the change; nothing shows that a test failed first",
            // The codes of a shell that does not find the command, or may not run it.
            { ExitCode: 126 or 127 } => Prefix + "verify could not run before the change; no test failed first",
            { ExitCode: 0 } => Prefix + "verify passed before the change as well; no test failed first",
            _ => null,
        };
    }
}
