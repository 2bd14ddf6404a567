using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs;

/// <summary>Takes a run up: marks it Running, checks what it needs, makes its workspace. A fault fails the run with its reason; it never stays Running without work.</summary>
internal sealed class RunOpening(RunState state, WorkflowDefinition workflow, RunSessionServices services, SessionWriter writer, RunCheckpoints checkpoints)
{
    /// <summary>True when the run can go on; false when it has been failed.</summary>
    public async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        var run = state.Run;
        switch (run.Status)
        {
            case RunStatus.Running:
                var running = state.Attempts.Count(a => a.Status == AttemptStatus.Running);
                await writer.SaveAsync(new RunChanges { Events = [StepEvents.Note(run, TakenUp(running), running > 0 ? EventLevel.Warning : EventLevel.Info)] }, cancellationToken);
                break;
            case RunStatus.Pending:
                run.MoveTo(RunStatus.Running, null, services.Time.GetUtcNow());
                run.NextAction = "make the workspace";
                await writer.SaveAsync(new RunChanges { Events = [StepEvents.OfRun(run, RunStatus.Pending, "Run begins")] }, cancellationToken);
                break;
            case RunStatus.Waiting or RunStatus.Paused:
                // Whether what it waited for has come is the resolver's to say.
                break;
            case RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled:
                throw new InvalidOperationException($"run {run.Key} has ended and was claimed");
        }

        if (await new RunMove(state, workflow, services, writer, checkpoints).MoveAsync(cancellationToken) is { } stranded)
        {
            await new RunFailing(services).FailAsync(run.Id, run.Epoch, stranded, cancellationToken);
            return false;
        }

        if (state.Workspace is not null)
        {
            // Agents may be at work: they are taken up first, whatever else is wrong. What the next steps need is checked when they begin.
            if (run.Status == RunStatus.Running)
            {
                await writer.RepairDocumentsAsync(cancellationToken);
            }

            return true;
        }

        var fault = MissingAgent() ?? await PrepareAsync(cancellationToken);
        if (fault is not null)
        {
            await new RunClosing(state, workflow, services, writer).CloseAsync(new RunEnd(RunStatus.Failed, fault), null, null, cancellationToken);
        }

        return fault is null;
    }

    private static string TakenUp(int running) => running switch
    {
        0 => "Taken up where it stopped",
        1 => "Taken over after the server stopped; 1 attempt was under way",
        _ => $"Taken over after the server stopped; {running} attempts were under way",
    };

    private string? MissingAgent() => workflow.Steps
        .Where(s => s.Kind is StepKind.Agent or StepKind.Shell)
        .Select(s => StepNeeds.MissingAgent(services.Agents, s.Kind == StepKind.Agent ? state.Run.AgentOverride ?? s.Agent : s.Agent, s.Id)
            ?? s.Secrets.Select(name => services.Secrets.Resolve(name).Fault).FirstOrDefault(f => f is not null))
        .FirstOrDefault(missing => missing is not null);

    private async Task<string?> PrepareAsync(CancellationToken cancellationToken)
    {
        var run = state.Run;
        try
        {
            SetAsideEarlier();
            await RunDocuments.WriteRunAsync(state, cancellationToken);
            await RunDocuments.WriteSnapshotAsync(state, cancellationToken);
            await TakenOverFiles.CopyAsync(state, workflow, services, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"the run's folder {run.Directory} cannot be written: {exception.Message}";
        }

        var outcome = await services.Workspaces.CreateAsync(
            new WorkspaceRequest(state.Repository.Path, RunFolder.Workspace(run), $"signalbox/{run.Key}", run.BaseCommit), cancellationToken);
        if (outcome.Fault is not null)
        {
            return outcome.Fault;
        }

        state.Workspace = new Workspace
        {
            Id = EntityId.New<WorkspaceId>(),
            RunId = run.Id,
            RepositoryId = run.RepositoryId,
            Path = RunFolder.Workspace(run),
            Branch = outcome.Branch!,
            BaseCommit = outcome.BaseCommit!,
            CreatedAt = services.Time.GetUtcNow(),
        };

        // Written with the first attempts that begin in it.
        writer.Hold(
            new RunChanges
            {
                WithWorkspace = true,
                Checkpoints = [checkpoints.Mark(CheckpointType.Plan, null, $"Run begins at {outcome.BaseCommit![..12]}")],
                Events = [StepEvents.Note(run, $"Workspace made on branch {outcome.Branch} from {outcome.BaseCommit![..12]}")],
            });
        return null;
    }

    /// <summary>A folder of the same key from an earlier database is kept under another name: nothing is lost.</summary>
    private void SetAsideEarlier()
    {
        var metadata = RunFolder.Metadata(state.Run);
        if (!File.Exists(metadata) || File.ReadAllText(metadata).Contains(state.Run.Id.Value, StringComparison.Ordinal))
        {
            return;
        }

        var number = 1;
        string aside;
        do
        {
            aside = $"{state.Run.Directory}.earlier-{number++}";
        }
        while (Directory.Exists(aside));

        Directory.Move(state.Run.Directory, aside);
        services.Log.EarlierFolderKept(state.Run.Key, aside);
    }
}
