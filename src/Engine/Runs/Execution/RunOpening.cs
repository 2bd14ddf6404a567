using Signalbox.Engine.Events;
using Signalbox.Engine.Metrics.Facts;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Runs.Execution.Sessions;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>Takes a run up: marks it Running, checks what it needs, makes its workspace. A fault fails the run with its reason; it never stays Running without work.</summary>
internal sealed class RunOpening(RunState state, WorkflowDefinition workflow, RunSessionServices services, SessionWriter writer, RunCheckpoints checkpoints, bool isAgain)
{
    /// <summary>True when the run can go on; false when it has been failed.</summary>
    public async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        var run = state.Run;
        await AgentSessions.FollowAsync(state, workflow, services, writer, checkpoints, cancellationToken);
        switch (run.Status)
        {
            case RunStatus.Running when isAgain:
                break; // it never was let go
            case RunStatus.Running:
                await writer.SaveAsync(TakingUp(), cancellationToken);
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

        if (state.Workspaces.Count > 0)
        {
            if (await new RunPorts(state, workflow, services).RenewAsync(writer, cancellationToken) is { } without)
            {
                await new RunFailing(services).FailAsync(run.Id, run.Epoch, without, cancellationToken);
                return false;
            }

            // Agents may be at work: they are taken up first, whatever else is wrong. What the next steps need is checked when they begin.
            if (run.Additions > 0)
            {
                await RunDocuments.WriteSnapshotAsync(state, cancellationToken);
            }

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

    private RunChanges TakingUp()
    {
        var running = state.Attempts.Count(a => a.Status == AttemptStatus.Running);
        return new RunChanges
        {
            Events = [StepEvents.Note(state.Run, TakenUp(running), running > 0 ? EventLevel.Warning : EventLevel.Info)],
            Facts = WasCutOff(running) ? [RunMeasure.Interrupted(state.Run, InterruptionCause.Reattached, services.Time.GetUtcNow())] : [],
        };
    }

    /// <summary>Whether somebody worked on it before: one that a person has just resumed begins anew, and that was measured then.</summary>
    private bool WasCutOff(int running) => running > 0 || state.ResumedAt is not { } resumed || state.Attempts.Any(a => a.StartedAt >= resumed);

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

        var (portsOf, none) = await new RunPorts(state, workflow, services).TakeAsync(isAnew: false, cancellationToken);
        if (none is not null)
        {
            return none;
        }

        var (starts, fetched, unfetched) = await new RunRemotes(state, services).FetchAsync(BaseOf, cancellationToken);
        if (unfetched is not null)
        {
            return unfetched;
        }

        var (made, fault) = await RunWorkspaces.MakeAsync(state, run.Directory, $"signalbox/{run.Key}", r => BaseOf(r) ?? starts.GetValueOrDefault(r.Id), services, cancellationToken);
        if (fault is not null)
        {
            return fault;
        }

        state.Workspaces = made;
        foreach (var workspace in made)
        {
            workspace.Ports = portsOf(workspace.RepositoryId);
        }

        // Written with the first attempts that begin in it.
        writer.Hold(
            new RunChanges
            {
                WithWorkspace = true,
                Checkpoints = [checkpoints.Mark(CheckpointType.Plan, null, $"Run begins at {RunWorkspaces.Begins(state)}")],
                Events = [.. fetched, StepEvents.Note(run, RunWorkspaces.Says(state))],
            });
        return null;
    }

    private string? BaseOf(Repository repository) =>
        state.Run.Repositories.Count == 0 ? state.Run.BaseCommit : state.Run.Repositories.First(r => r.Id == repository.Id).BaseCommit;

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
