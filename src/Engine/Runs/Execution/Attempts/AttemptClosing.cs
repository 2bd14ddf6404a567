using Signalbox.Engine.Events;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workflows;

namespace Signalbox.Engine.Runs.Execution.Attempts;

/// <summary>Takes in what an agent reported as its end: rows, secrets, documents, the answer that is kept.</summary>
internal sealed class AttemptClosing(
    RunState state, WorkflowDefinition workflow, RunSessionServices services, SessionWriter writer, RunCheckpoints checkpoints, AttemptWatch watch)
{
    /// <summary>Ends the attempt: held for the transaction of what follows, or written now where more than rows hangs on it.</summary>
    public async Task EndAsync(SessionMessage.Ended ended, bool stopping, CancellationToken cancellationToken)
    {
        var flight = ended.Flight;
        var (result, verified) = (flight.Secrecy.Mask(ended.Result), flight.Secrecy.Mask(ended.Verified));
        await watch.ForgetAsync(flight);
        services.Slots.Leave(flight.Attempt.Agent);
        var outcome = await new AttemptEnding(state, services, checkpoints, stopping).EndAsync(flight, result, verified, cancellationToken);
        RunPointer.Set(state, workflow, $"decide what follows {flight.Step.StepId}");
        var changes = new RunChanges { Steps = [flight.Step], Attempts = [flight.Attempt], Checkpoints = outcome.Checkpoints, Approvals = outcome.Approvals, Events = outcome.Events, Facts = FactsOf(flight, outcome) };
        if (flight.Attempt.SecretNames.Count == 0 && flight.CacheKey is null)
        {
            // What follows is decided next, and what begins then is written with it.
            writer.Hold(changes with { Documents = [(flight.Step, flight.Attempt)] });
            return;
        }

        await writer.SaveAsync(changes, cancellationToken);

        // One that an earlier server began was given its secrets by that one.
        await SealAsync(flight.Attempt, flight.Request.Reattach ? AttemptSecrecy.Of(flight.Attempt.SecretNames, services.Secrets) : flight.Secrecy, cancellationToken);
        writer.AddStepDocument(flight.Step, flight.Attempt);
        if (flight.CacheKey is { } key && flight.Attempt.Status == AttemptStatus.Succeeded)
        {
            await services.Cache.AddAsync(
                new CachedResponse(key, flight.Attempt.Agent, flight.Attempt.Model, result.FinalText, result.OutputText, result.Structured, flight.Attempt.EndedAt!.Value), cancellationToken);
        }
    }

    private IReadOnlyList<MetricFact> FactsOf(AttemptInFlight flight, AttemptOutcome outcome) =>
        flight.Definition.Verify is { } verify ? [.. outcome.Proofs.Select(p => writer.Measures.Verified(flight.Attempt, verify, p))] : [];

    /// <summary>Takes the secrets out of the files of an attempt that has ended.</summary>
    public async Task SealAsync(Attempt attempt, AttemptSecrecy secrecy, CancellationToken cancellationToken)
    {
        // Another node's files are masked by that node when it is back.
        if (!services.IsElsewhere(attempt) && await secrecy.SealAsync(attempt.Directory, cancellationToken) is { } fault)
        {
            await writer.SaveAsync(new RunChanges { Events = [StepEvents.Note(state.Run, fault, EventLevel.Warning)] }, cancellationToken);
        }
    }
}
