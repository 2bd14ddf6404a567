using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

/// <summary>Writes what an executor changed.</summary>
internal sealed class RunSaver(RowTables tables, RunWriter writer, RunAdder adder, RunQueue queue)
{
    /// <summary>Refuses rows that are not the run's.</summary>
    /// <exception cref="ArgumentException">There are some.</exception>
    public static void Check(RunSave save)
    {
        var id = save.Run.Id;
        if (save.Steps.Any(s => s.RunId != id)
            || save.Attempts.Any(a => a.RunId != id)
            || save.Checkpoints.Any(c => c.RunId != id)
            || save.Approvals.Any(a => a.RunId != id)
            || save.Claims.Any(c => c.RunId != id)
            || save.Sessions.Any(s => s.RunId != id)
            || save.Workspaces.Any(w => w.RunId != id))
        {
            throw new ArgumentException($"a save of run {id} holds rows of another run", nameof(save));
        }
    }

    /// <summary>Writes the save, or nothing when the epoch is another or the run was woken.</summary>
    public async Task<RunSaveOutcome> SaveAsync(WriteScope scope, RunSave save, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var run = save.Run;
        if (save.Place is { } limits && !await HasPlaceAsync(scope, run.Id, limits, cancellationToken))
        {
            return new RunSaveOutcome(Saved: false, []) { NoPlace = true };
        }

        // Claims before the run, as everywhere: a worker that speaks at this moment waits for nobody who waits for it.
        await WithdrawAsync(scope, save.Attempts, cancellationToken);
        var numbers = await GoOnAsync(scope, save, now, cancellationToken);
        var seen = save.Release ? save.SeenWake : null;
        var set = RunWriter.ExecutorColumns
            + (save.Release ? ", node = NULL" : "")
            + (save.Move ? ", home = @home, directory = @directory" : "")
            + (seen is null ? "" : ", seen_wake = @seen")
            + (save.TakeStep ? ", steps_allowed = CASE WHEN steps_allowed > 0 THEN steps_allowed - 1 ELSE 0 END" : "");
        (string, object?)[] values =
        [
            .. RunWriter.ExecutorValues(run),
            ("@epoch", save.Epoch),
            .. seen is null ? [] : new (string, object?)[] { ("@seen", seen) },
            .. run.HasEnded ? new (string, object?)[] { ("@additions", run.Additions) } : [],
            .. save.Move ? new (string, object?)[] { ("@home", run.Home), ("@directory", run.Directory) } : [],
        ];

        // Whoever ends a run has ended all its steps: one that was added meanwhile is not left behind.
        var condition = "epoch = @epoch" + (seen is null ? "" : " AND wake = @seen") + (run.HasEnded ? " AND additions = @additions" : "");
        numbers ??= await RunWriter.ChangeAsync(
            scope, run.Id, set, condition, values, save.Events.Count, now, cancellationToken);
        if (numbers is null)
        {
            return new RunSaveOutcome(Saved: false, []) { Woken = (seen is not null || run.HasEnded) && await HasEpochAsync(scope, run.Id, save.Epoch, cancellationToken) };
        }

        await writer.WriteStepsAsync(scope, save.Steps, cancellationToken);
        await tables.Attempts.UpsertAsync(scope, save.Attempts, "", cancellationToken);
        await tables.Workspaces.UpsertAsync(scope, save.Workspaces, "", cancellationToken);
        await tables.Checkpoints.InsertAsync(scope, save.Checkpoints, cancellationToken);
        if (save.Sessions.Count > 0)
        {
            await tables.AgentSessions.UpsertAsync(scope, save.Sessions, "", cancellationToken);
        }

        await OfferAsync(scope, save.Claims, cancellationToken);
        await FactWriter.WriteAsync(scope, tables, save.Facts, cancellationToken);
        await tables.Approvals.UpsertAsync(scope, save.Approvals, "approvals.status = 'Open'", cancellationToken);
        if (save.WhileUnanswered && await AreAnsweredAsync(scope, save.Approvals, cancellationToken))
        {
            return new RunSaveOutcome(Saved: false, []) { Woken = true };
        }

        var events = await writer.WriteEventsAsync(scope, run.Id, save.Events, numbers.Value, cancellationToken);
        return new RunSaveOutcome(Saved: true, events) { WakeUps = await WakeOthersAsync(scope, save, cancellationToken) };
    }

    /// <summary>Whether somebody answered one of them since the executor looked: an answer that was confirmed counts, and what was made of there being none does not.</summary>
    private static async Task<bool> AreAnsweredAsync(WriteScope scope, IReadOnlyList<Approval> approvals, CancellationToken cancellationToken)
    {
        const string Look = "SELECT status FROM approvals WHERE id = @id AND (status <> @status OR decided_by <> @by)";
        foreach (var approval in approvals)
        {
            if (await scope.ScalarAsync(Look, [("@id", approval.Id.Value), ("@status", approval.Status.ToString()), ("@by", RunWriter.Text(approval.DecidedBy) ?? "")], cancellationToken) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What has ended is in nobody's hands: a worker that still had it is refused, and nobody claims it anew.</summary>
    private static async Task WithdrawAsync(WriteScope scope, IReadOnlyList<Attempt> attempts, CancellationToken cancellationToken)
    {
        const string Withdraw = "UPDATE step_claims SET status = 'Withdrawn', reason = @reason WHERE attempt_id = @id AND status IN ('Open', 'Claimed')";
        foreach (var attempt in attempts.Where(a => a.Status != AttemptStatus.Running))
        {
            var reason = attempt.Error is { } error ? $"its attempt ended {attempt.Status}: {error.Message}" : $"its attempt ended {attempt.Status}";
            await scope.ExecuteAsync(Withdraw, [("@reason", RunWriter.Text(reason)), ("@id", attempt.Id.Value)], cancellationToken);
        }
    }

    private async Task OfferAsync(WriteScope scope, IReadOnlyList<StepClaim> claims, CancellationToken cancellationToken)
    {
        if (claims.Count > 0)
        {
            await tables.StepClaims.InsertAsync(scope, claims, cancellationToken);
            var needs = claims.SelectMany(c => c.Capabilities.Distinct(StringComparer.Ordinal).Select(n => new ClaimNeedRow { AttemptId = c.AttemptId, Capability = n }));
            await tables.ClaimNeeds.InsertAsync(scope, [.. needs], cancellationToken);
        }
    }

    /// <summary>
    /// Most saves are of a run that was Running and still is. Then no column of an index is named, so that SQLite writes the row alone; null when
    /// it is another save, or nothing was written.
    /// </summary>
    private static async Task<EventNumbers?> GoOnAsync(WriteScope scope, RunSave save, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var run = save.Run;
        return run.Status == RunStatus.Running && run.WakeAt is null && !save.Release && !save.TakeStep && !save.Move
            ? await RunWriter.ChangeAsync(
                scope,
                run.Id,
                "status_reason = @reason, current_step = @step, next_action = @next, cost_usd = @cost",
                "epoch = @epoch AND status = 'Running' AND wake_at IS NULL",
                [("@reason", RunWriter.Text(run.StatusReason)), ("@step", RunWriter.Text(run.CurrentStep)), ("@next", RunWriter.Text(run.NextAction)), ("@cost", run.CostUsd), ("@epoch", save.Epoch)],
                save.Events.Count,
                now,
                cancellationToken)
            : null;
    }

    private async Task<bool> HasPlaceAsync(WriteScope scope, RunId id, RunLimits limits, CancellationToken cancellationToken)
    {
        const string Look = "SELECT queued_for FROM runs WHERE id = @id";
        await scope.EnterQueueAsync(cancellationToken);
        var wanted = await scope.ScalarAsync(Look, [("@id", id.Value)], cancellationToken) is string queued ? Enum.Parse<QueuedFor>(queued) : QueuedFor.Place;
        return await queue.MayGoOnAsync(scope, id, wanted, limits, cancellationToken);
    }

    private static async Task<bool> HasEpochAsync(WriteScope scope, RunId id, long epoch, CancellationToken cancellationToken)
    {
        const string Look = "SELECT epoch FROM runs WHERE id = @id AND epoch = @epoch";
        return await scope.ScalarAsync(Look, [("@id", id.Value), ("@epoch", epoch)], cancellationToken) is not null;
    }

    /// <summary>Wakes a run; null when there is none or it has ended.</summary>
    private static async Task<RunWakeUp?> WakeAsync(WriteScope scope, RunId id, CancellationToken cancellationToken)
    {
        const string Wake = "UPDATE runs SET wake = wake + 1 WHERE id = @id AND status NOT IN ('Completed', 'Failed', 'Cancelled') RETURNING epoch, wake";
        var woken = await scope.QueryAsync(Wake, [("@id", id.Value)], r => new RunWakeUp(id, r.GetInt64(0), r.GetInt64(1)), cancellationToken);
        return woken.SingleOrDefault();
    }

    private async Task<IReadOnlyList<RunWakeUp>> WakeOthersAsync(WriteScope scope, RunSave save, CancellationToken cancellationToken)
    {
        if (save.Children.Count == 0 && !(save.Run.HasEnded && save.Run.ParentRunId is not null))
        {
            return [];
        }

        var wakeUps = new List<RunWakeUp>();
        foreach (var child in save.Children)
        {
            var added = await adder.AddAsync(scope, child, cancellationToken)
                ?? throw new ArgumentException($"the key {child.ChosenKey} of a child of {save.Run.Key} is taken", nameof(save));
            if (added.Run.ParentRunId != save.Run.Id)
            {
                throw new ArgumentException($"run {added.Run.Key} is not a child of {save.Run.Key}", nameof(save));
            }

            wakeUps.Add(new RunWakeUp(added.Run.Id, 0, 0));
        }

        if (save.Run.HasEnded && save.Run.ParentRunId is { } parent && await WakeAsync(scope, parent, cancellationToken) is { } wakeUp)
        {
            wakeUps.Add(wakeUp);
        }

        return wakeUps;
    }
}
