using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

/// <summary>Writes down what people want of a run. Each is one compare-and-set, so that of many at once one is taken.</summary>
internal sealed class RunOrders(RowTables tables, RunWriter writer, RunSaver saver, RunQueue queue)
{
    private const string Wake = "wake = wake + 1";

    private const string AskToPause = "pause_requested_at = COALESCE(pause_requested_at, @now), pause_requested_by = COALESCE(pause_requested_by, @by), " + Wake;

    private const string Reopen =
        RunWriter.ExecutorColumns + ", epoch = epoch + 1, node = NULL, cancel_requested_at = NULL, cancel_requested_by = NULL, pause_requested_at = NULL, "
        + "pause_requested_by = NULL, steps_allowed = 0, " + Wake;

    public async Task<CancelRequest> CancelAsync(WriteScope scope, RunId id, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await scope.ScalarAsync("SELECT id FROM runs WHERE id = @id" + scope.LockRows, [("@id", id.Value)], cancellationToken) is null)
        {
            return new CancelRequest(CancelOutcome.NotFound, []);
        }

        var context = await scope.ContextAsync(cancellationToken);
        var run = await context.Runs.AsNoTracking().SingleAsync(r => r.Id == id, cancellationToken);
        if (run.HasEnded)
        {
            return new CancelRequest(CancelOutcome.AlreadyEnded, []);
        }

        if (run.Status == RunStatus.Pending && run.Node is null)
        {
            return await CancelNowAsync(scope, run, by, now, cancellationToken);
        }

        if (run.CancelRequestedAt is not null)
        {
            return new CancelRequest(CancelOutcome.AlreadyRequested, []);
        }

        var (events, wakeUp) = (await ChangeAsync(
            scope, id, "cancel_requested_at = @now, cancel_requested_by = @by, " + Wake, "", [("@by", RunWriter.Text(by))], $"Cancel requested by {by}", now, cancellationToken))!.Value;
        return new CancelRequest(CancelOutcome.Requested, events) { WakeUps = [wakeUp] };
    }

    public async Task<RunOrderOutcome> OrderAsync(WriteScope scope, RunId id, RunOrder order, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A Paused run that was told to go on stays Paused until an executor looks: it was woken since the last one did.
        var (set, condition, message) = order switch
        {
            RunOrder.Pause => (AskToPause, "status IN ('Pending', 'Running', 'Waiting') AND pause_requested_at IS NULL", "Pause requested"),
            RunOrder.Continue => (
                "pause_requested_at = NULL, pause_requested_by = NULL, steps_allowed = 0, " + Wake,
                "status IN ('Pending', 'Running', 'Waiting', 'Paused') AND (pause_requested_at IS NOT NULL OR (status = 'Paused' AND wake = seen_wake))",
                "Continue requested"),
            RunOrder.Step => (AskToPause + ", steps_allowed = steps_allowed + 1", "(status IN ('Pending', 'Paused') OR (status = 'Waiting' AND queued_for IS NOT NULL AND pause_requested_at IS NOT NULL))", "One step requested"),
            _ => throw new ArgumentOutOfRangeException(nameof(order)),
        };
        (string, object?)[] values = order == RunOrder.Continue ? [] : [("@by", RunWriter.Text(by))];
        var changed = await ChangeAsync(scope, id, set, condition, values, $"{message} by {by}", now, cancellationToken);
        var status = await StatusAsync(scope, id, cancellationToken);
        return new RunOrderOutcome(status is not null, changed is not null, status, changed?.Events ?? [], changed?.WakeUp);
    }

    public async Task<(IReadOnlyList<RunEvent> Events, RunWakeUp WakeUp)?> ReopenAsync(WriteScope scope, RunReopening reopening, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var run = reopening.Run;
        List<RunEvent> told = [.. reopening.Events];
        await scope.EnterQueueAsync(cancellationToken);
        if (reopening.OnlyBeside is { } beside && run.ConcurrencyGroup is { } group && await RunQueue.BusyAsync(scope, group, beside, cancellationToken) is not null)
        {
            return null;
        }

        if (!await AreThereAsync(scope, reopening, cancellationToken))
        {
            return null;
        }

        if (!await queue.MayGoOnAsync(scope, run.Id, QueuedFor.PlaceAndGroup, reopening.Limits, cancellationToken))
        {
            var why = Engine.Runs.Execution.RunQueue.Why(QueuedFor.PlaceAndGroup, run.ConcurrencyGroup);
            run.MoveTo(RunStatus.Waiting, why, now);
            run.Queue(QueuedFor.PlaceAndGroup);
            told.Add(new RunEvent { RunId = run.Id, Transition = $"{RunStatus.Running} -> {RunStatus.Waiting}", Reason = why, Message = $"Run {why}" });
        }

        var numbers = await RunWriter.ChangeAsync(
            scope,
            run.Id,
            Reopen,
            $"epoch = @epoch AND runs.status IN ('Failed', 'Cancelled') AND {RetentionStore.IsUnmarked} AND {WorkspaceStore.IsNotRemoving}",
            [.. RunWriter.ExecutorValues(run), ("@epoch", reopening.Epoch)],
            told.Count,
            now,
            cancellationToken);
        if (numbers is null)
        {
            return null;
        }

        await writer.WriteStepsAsync(scope, reopening.Steps, cancellationToken);
        await tables.Checkpoints.InsertAsync(scope, reopening.Checkpoints, cancellationToken);
        await FactWriter.WriteAsync(scope, tables, reopening.Facts, cancellationToken);
        return (await writer.WriteEventsAsync(scope, run.Id, told, numbers.Value, cancellationToken), numbers.Value.WakeUp(run.Id));
    }

    public async Task<(IReadOnlyList<RunEvent> Events, RunWakeUp WakeUp)?> AddStepsAsync(WriteScope scope, StepsAddition addition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var numbers = await RunWriter.ChangeAsync(
            scope,
            addition.Run.Id,
            "definition = @definition, additions = additions + 1, " + Wake,
            "additions = @additions AND cancel_requested_at IS NULL AND status NOT IN ('Completed', 'Failed', 'Cancelled')",
            [("@definition", RunWriter.Text(addition.Definition)), ("@additions", addition.Run.Additions)],
            1,
            now,
            cancellationToken);
        if (numbers is null)
        {
            return null;
        }

        await writer.WriteStepsAsync(scope, addition.Steps, cancellationToken);
        return (await writer.WriteEventsAsync(scope, addition.Run.Id, [addition.Event], numbers.Value, cancellationToken), numbers.Value.WakeUp(addition.Run.Id));
    }

    public async Task<(bool Found, IReadOnlyList<RunEvent> Events)> PinAsync(WriteScope scope, RunId id, bool pinned, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var message = pinned ? $"Pinned by {by}: retention keeps it" : $"No longer pinned, by {by}";
        var changed = await ChangeAsync(scope, id, "pinned = @pinned", $"pinned <> @pinned AND {RetentionStore.IsUnmarked}", [("@pinned", pinned)], message, now, cancellationToken);
        const string Look = $"SELECT id FROM runs WHERE id = @id AND {RetentionStore.IsUnmarked}";
        return changed is null ? (await scope.ScalarAsync(Look, [("@id", id.Value)], cancellationToken) is not null, []) : (true, changed.Value.Events);
    }

    /// <summary>
    /// Whether the workspaces are all as they were read. The run's row is taken first, as whoever removes one does: nothing of it changes from here on, and what did is seen.
    /// </summary>
    private static async Task<bool> AreThereAsync(WriteScope scope, RunReopening reopening, CancellationToken cancellationToken)
    {
        await scope.ScalarAsync("SELECT id FROM runs WHERE id = @id" + scope.LockRows, [("@id", reopening.Run.Id.Value)], cancellationToken);
        foreach (var workspace in reopening.Workspaces)
        {
            const string Look = "SELECT id FROM workspaces WHERE id = @id AND removal_at IS NULL AND status <> 'Removed'";
            if (await scope.ScalarAsync(Look, [("@id", workspace.Value)], cancellationToken) is null)
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<RunStatus?> StatusAsync(WriteScope scope, RunId id, CancellationToken cancellationToken) =>
        await scope.ScalarAsync("SELECT status FROM runs WHERE id = @id", [("@id", id.Value)], cancellationToken) is string status ? Enum.Parse<RunStatus>(status) : null;

    private async Task<(IReadOnlyList<RunEvent> Events, RunWakeUp WakeUp)?> ChangeAsync(
        WriteScope scope,
        RunId id,
        string set,
        string condition,
        (string Name, object? Value)[] values,
        string message,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var numbers = await RunWriter.ChangeAsync(scope, id, set, condition, values, 1, now, cancellationToken);
        return numbers is null
            ? null
            : (await writer.WriteEventsAsync(scope, id, [new RunEvent { RunId = id, Message = message }], numbers.Value, cancellationToken), numbers.Value.WakeUp(id));
    }

    private async Task<CancelRequest> CancelNowAsync(WriteScope scope, Run run, string by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reason = $"cancelled by {by} before it began";
        var context = await scope.ContextAsync(cancellationToken);
        var steps = await context.StepRuns.AsNoTracking().Where(s => s.RunId == run.Id).OrderBy(s => s.Position).ThenBy(s => s.Visit).ToListAsync(cancellationToken);
        steps.RemoveAll(s => s.HasEnded);
        var events = new List<RunEvent>();
        foreach (var step in steps)
        {
            events.Add(new RunEvent
            {
                RunId = run.Id,
                StepId = step.StepId,
                StepRunId = step.Id,
                Transition = $"{step.Status} -> {StepStatus.Cancelled}",
                Reason = reason,
                Message = $"Step {step.Name} cancelled",
            });
            step.MoveTo(StepStatus.Cancelled, reason, now);
        }

        events.Add(new RunEvent { RunId = run.Id, Transition = $"{run.Status} -> {RunStatus.Cancelled}", Reason = reason, Message = "Run cancelled" });
        run.MoveTo(RunStatus.Cancelled, reason, now);
        var outcome = await saver.SaveAsync(scope, new RunSave { Run = run, Epoch = run.Epoch, Steps = steps, Events = events, Facts = [RunMeasure.Ended(run, steps, [], _ => true, _ => null, changedFiles: null, cancelMs: null)] }, now, cancellationToken);

        // A new epoch: an executor that let go of the run cannot write over the cancel.
        await scope.ExecuteAsync(
            "UPDATE runs SET epoch = epoch + 1, cancel_requested_at = @now, cancel_requested_by = @by WHERE id = @id",
            [("@now", now.UtcTicks), ("@by", RunWriter.Text(by)), ("@id", run.Id.Value)],
            cancellationToken);
        return new CancelRequest(CancelOutcome.Cancelled, outcome.Events) { WakeUps = outcome.WakeUps };
    }
}
