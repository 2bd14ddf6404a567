using Signalbox.Engine.Events;

namespace Signalbox.Engine.Runs;

/// <summary>Writes a session's changes and then, never before, tells the bus.</summary>
internal sealed class SessionWriter(RunState state, RunSessionServices services)
{
    /// <summary>One transaction.</summary>
    /// <exception cref="LostClaimException">The epoch is another by now; nothing was written.</exception>
    public async Task SaveAsync(RunChanges changes, CancellationToken cancellationToken)
    {
        var outcome = await services.Store.SaveAsync(
            new RunSave
            {
                Run = state.Run,
                Epoch = state.Run.Epoch,
                Steps = changes.Steps,
                Attempts = changes.Attempts,
                Workspace = changes.WithWorkspace ? state.Workspace : null,
                Events = changes.Events,
                Release = changes.Release,
            },
            cancellationToken);
        if (!outcome.Saved)
        {
            throw new LostClaimException(state.Run.Key);
        }

        services.Bus.Publish(new Notice.RunChanged(state.Run.Id, outcome.Events));
    }

    /// <summary>Writes the run's documents for other programs; the rows are the truth, so a full disk is logged and no more.</summary>
    public Task WriteRunDocumentAsync(CancellationToken cancellationToken) => GuardAsync(() => RunDocuments.WriteRunAsync(state, cancellationToken));

    /// <summary>Writes a step's documents.</summary>
    public Task WriteStepDocumentAsync(StepRun step, Attempt attempt, CancellationToken cancellationToken) =>
        GuardAsync(() => RunDocuments.WriteStepAsync(state.Run, step, attempt, cancellationToken));

    private async Task GuardAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            services.Log.DocumentNotWritten(exception, state.Run.Key);
        }
    }
}
