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
    public async Task<string?> FlagAsync(AttemptInFlight flight, Func<Task<int>> changedFiles, CancellationToken cancellationToken)
    {
        if (flight.Definition.Methodology != Methodology.Tdd || await changedFiles() == 0)
        {
            return null;
        }

        if (flight.Definition.Verify is null)
        {
            return Prefix + "the step has no verify; nothing shows that a test failed before the change and passes after it";
        }

        var first = state.Steps.Where(s => s.Visit == 1 && s.ItemIndex is null && string.Equals(s.StepId, flight.Step.StepId, StringComparison.Ordinal)).SelectMany(state.AttemptsOf).FirstOrDefault();
        var before = first is null || services.IsElsewhere(first) ? null : await services.Verifier.BaseAsync(first.Directory, cancellationToken);
        return before switch
        {
            null => Prefix + "verify was not run before the change; nothing shows that a test failed first",
            { ExitCode: 0 } => Prefix + "verify passed before the change as well; no test failed first",
            _ => null,
        };
    }
}
