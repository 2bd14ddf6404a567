using Signalbox.Engine.Events;
using Signalbox.Engine.Runs.Execution;

namespace Signalbox.Engine.Runs.Steering;

/// <summary>
/// Takes the files of an ended run back to a checkpoint, before it is taken up again from there. What is there is named by a row of its own first, so that it is found
/// whatever happens in between.
/// </summary>
/// <param name="state">The run as it was read.</param>
/// <param name="services">What sessions work with.</param>
/// <param name="kept">What was just taken: it holds everything that is there now.</param>
/// <param name="to">Where to.</param>
internal sealed class GoingBack(RunState state, RunSessionServices services, Checkpoint kept, Checkpoint to)
{
    private readonly WorkspacesBack _files = new(state, services.Workspaces);

    /// <summary>Stores what is there, and goes back.</summary>
    /// <returns>Null when done; else one sentence, and the files are as they were.</returns>
    public async Task<string?> GoAsync(CancellationToken cancellationToken)
    {
        if (!await SaveAsync(kept, $"Files kept before going back to {to.Id}", cancellationToken))
        {
            return $"{state.Run.Key} has changed in this moment: look at it and try again";
        }

        if (await _files.GoAsync(to, kept, cancellationToken) is not { } fault)
        {
            return null;
        }

        await SayCalledOffAsync(fault);
        return fault;
    }

    /// <summary>Puts the files back, unless the run is at work with them by now.</summary>
    /// <returns>Null when they are as they were; else what is left, the end of a sentence.</returns>
    public async Task<string?> CallOffAsync(string why)
    {
        if (await services.Store.LoadAsync(state.Run.Id, CancellationToken.None) is not { Run.HasEnded: true } stored || stored.Run.Epoch != state.Run.Epoch)
        {
            return $"its files are those of {to.Id}, what they were before is kept in {kept.Id}";
        }

        if (await _files.PutBackAsync(kept) is { } left)
        {
            return left;
        }

        await SayCalledOffAsync(why);
        return null;
    }

    /// <summary>A row right after the one that keeps the files says that nobody went back: what attempts did before it is not undone.</summary>
    private async Task SayCalledOffAsync(string why)
    {
        var mark = new Checkpoint
        {
            Id = Identity.EntityId.New<Identity.CheckpointId>(),
            RunId = state.Run.Id,
            Type = CheckpointType.Error,
            Completed = kept.Completed,
            Commit = kept.Commit,
            Commits = kept.Commits,
            Summary = $"going back to {to.Id} was called off: {why}",
            Author = kept.Author,
            CreatedAt = services.Time.GetUtcNow(),
        };
        await SaveAsync(mark, $"Going back to {to.Id} was called off: {why}", CancellationToken.None);
    }

    private async Task<bool> SaveAsync(Checkpoint checkpoint, string message, CancellationToken cancellationToken)
    {
        // As it is stored: the state in memory may have been moved on by then.
        if (await services.Store.LoadAsync(state.Run.Id, cancellationToken) is not { Run.HasEnded: true } stored || stored.Run.Epoch != state.Run.Epoch)
        {
            return false;
        }

        var saved = await services.Store.SaveAsync(
            new RunSave { Run = stored.Run, Epoch = stored.Run.Epoch, Checkpoints = [checkpoint], Events = [new RunEvent { RunId = stored.Run.Id, Message = message }] }, cancellationToken);
        if (saved.Saved)
        {
            services.Bus.Publish(new Notice.RunChanged(stored.Run.Id, saved.Events));
        }

        return saved.Saved;
    }
}
