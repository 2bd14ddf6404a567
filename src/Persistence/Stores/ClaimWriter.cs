using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using Signalbox.Persistence.Cluster;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

/// <summary>The statements of the pool, inside a transaction.</summary>
internal sealed class ClaimWriter(RowTables tables, TimeProvider time, ServerNode? node)
{
    // Who was asked to stop takes nothing more; who is at work may say how it ended, also while its run is paused.
    private const string MayBegin = "status IN ('Running', 'Waiting') AND cancel_requested_at IS NULL AND pause_requested_at IS NULL";
    private const string MayGoOn = "status IN ('Running', 'Waiting', 'Paused') AND cancel_requested_at IS NULL";

    // A need that the worker lacks is one whose name, taken out of its list, leaves the list as it was: that is how both databases say "contains".
    private const string Fitting =
        "FROM step_claims c JOIN runs r ON r.id = c.run_id "
        + "WHERE c." + ClaimSql.IsOpen + " AND r.status IN ('Running', 'Waiting') AND r.cancel_requested_at IS NULL AND r.pause_requested_at IS NULL "
        + "AND (c.assigned_to IS NULL OR c.assigned_to = @agent) AND (c.role IS NULL OR c.role = @role) "
        + "AND NOT EXISTS (SELECT 1 FROM step_claim_needs n WHERE n.attempt_id = c.attempt_id "
        + "AND replace(CAST(@can AS text), '|' || n.capability || '|', '') = CAST(@can AS text)) ";

    private const string InOrder = "ORDER BY c.priority DESC, c.offered_at, c.attempt_id LIMIT 1";

    // A run whose node is gone is taken over when there is somebody to do its step: as after an answer, a wake leads to it. One that has its wake needs no other.
    private const string WakeStranded =
        $"UPDATE runs SET wake = wake + 1 WHERE id = (SELECT r.id {Fitting} AND r.home <> @home AND NOT {NodeSql.HomeLives} "
        + $"AND r.status = 'Waiting' AND r.node IS NULL AND r.wake <= r.seen_wake {InOrder})";

    // The epoch is the step run's, not the attempt's: a worker of an earlier attempt that wakes up late has an old one.
    private const string Claim =
        "UPDATE step_claims SET status = 'Claimed', agent_id = @agent, claimed_at = @now, percent = NULL, progress = NULL, reason = NULL, "
        + "epoch = (SELECT MAX(e.epoch) FROM step_claims e WHERE e.step_run_id = @step) + 1 WHERE attempt_id = @id AND " + ClaimSql.IsOpen;

    private const string Held = "SELECT COUNT(*) FROM step_claims WHERE agent_id = @agent AND " + ClaimSql.IsHeld;

    // Prompt, environment and files of a step are where its run is at home: no other node can hand them over.
    private readonly string _candidate =
        $"SELECT c.attempt_id, c.run_id, c.step_run_id, c.step_id {Fitting} {(node is null ? "" : "AND (r.home IS NULL OR r.home = @home) ")}{InOrder}";

    private readonly RunWriter _runs = new(tables);

    /// <summary>The newest first.</summary>
    public static IQueryable<StepClaim> NewestOf(SignalboxDbContext context, StepRunId step) =>
        context.StepClaims.AsNoTracking().Where(c => c.StepRunId == step).OrderByDescending(c => c.OfferedAt).ThenByDescending(c => c.Epoch);

    /// <summary>One try; no write and not empty means that the step that was found could not be had. Woken: a run was, so that its next node offers its step.</summary>
    public async Task<(ClaimWrite? Write, bool IsEmpty, bool Woken)> ClaimAsync(WriteScope scope, string agentId, CancellationToken cancellationToken)
    {
        // The worker's row first: of two claims of one worker, the second counts what the first took.
        var agents = await scope.QueryAsync(
            "SELECT capabilities, role, capacity FROM agents WHERE id = @agent AND status = 'Active'" + scope.LockRows,
            [("@agent", agentId)],
            r => (Can: r.GetString(0), Role: r.GetString(1), Capacity: r.IsDBNull(2) ? (long?)null : r.GetInt32(2)),
            cancellationToken);
        if (agents is not [var agent] || (agent.Capacity is { } places && await HeldAsync(scope, agentId, cancellationToken) >= places))
        {
            return (null, true, false);
        }

        var can = string.Concat((JsonSerializer.Deserialize<List<string>>(agent.Can) ?? []).Select(c => $"|{c}|"));

        (string, object?)[] asked = [("@agent", agentId), ("@role", agent.Role), ("@can", can), .. node is null ? [] : new (string, object?)[] { ("@home", node.Id) }];

        // Each takes the first that no other is just taking, instead of all waiting for the same.
        var found = await scope.QueryAsync(
            _candidate + (scope.LockRows.Length == 0 ? "" : scope.LockRows + " OF c SKIP LOCKED"),
            asked,
            r => (Attempt: AttemptId.From(r.GetString(0)), Run: RunId.From(r.GetString(1)), Step: StepRunId.From(r.GetString(2)), StepId: r.GetString(3)),
            cancellationToken);
        if (found is not [var first])
        {
            return (null, true, node is not null && await scope.ExecuteAsync(WakeStranded, asked, cancellationToken) > 0);
        }

        var now = time.GetUtcNow();
        await scope.ExecuteAsync(Claim, [("@agent", agentId), ("@now", now.UtcTicks), ("@step", first.Step.Value), ("@id", first.Attempt.Value)], cancellationToken);
        var claimed = new RunEvent
        {
            RunId = first.Run,
            StepId = first.StepId,
            StepRunId = first.Step,
            AttemptId = first.Attempt,
            Message = $"{agentId} claims {first.StepId}",
            Data = new Dictionary<string, object?>(StringComparer.Ordinal) { [ClaimUpdate.WorkerData] = agentId },
        };
        var told = await TellAsync(scope, claimed, MayBegin, now, cancellationToken);
        return told is null ? (null, false, false) : (await ReadAsync(scope, first.Attempt, told.Value, cancellationToken), false, false);
    }

    public async Task<ClaimWrite> WriteAsync(WriteScope scope, StepRunId step, Lease lease, ClaimUpdate update, CancellationToken cancellationToken)
    {
        var context = await scope.ContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var written = await scope.QueryAsync(
            "UPDATE step_claims SET status = @status, agent_id = CASE WHEN @status = 'Open' THEN NULL ELSE agent_id END, percent = COALESCE(@percent, percent), "
            + "progress = COALESCE(@progress, progress), result = COALESCE(@result, result), reason = COALESCE(@reason, reason) "
            + "WHERE step_run_id = @step AND epoch = @epoch AND agent_id = @agent AND " + ClaimSql.IsHeld + " RETURNING attempt_id",
            [
                ("@status", (update.Status ?? ClaimStatus.Claimed).ToString()), ("@percent", update.Percent), ("@progress", RunWriter.Text(update.Progress)),
                ("@result", update.Result is null ? null : PlainValue.ToJson(update.Result)), ("@reason", RunWriter.Text(update.Reason)), ("@step", step.Value),
                ("@epoch", lease.Epoch), ("@agent", lease.AgentId),
            ],
            r => AttemptId.From(r.GetString(0)),
            cancellationToken);
        var claim = written is [var attempt]
            ? await context.StepClaims.AsNoTracking().SingleAsync(c => c.AttemptId == attempt, cancellationToken)
            : await NewestOf(context, step).FirstOrDefaultAsync(cancellationToken);
        if (written.Count == 0)
        {
            return new ClaimWrite(claim, Taken: false, [], null);
        }

        if (update.Checkpoint is { } checkpoint)
        {
            await tables.Checkpoints.InsertAsync(scope, [checkpoint], cancellationToken);
        }

        var happened = new RunEvent
        {
            RunId = claim!.RunId,
            StepId = claim.StepId,
            StepRunId = step,
            AttemptId = claim.AttemptId,
            Level = update.Level,
            Reason = update.Reason,
            Message = update.Message,
            Data = new Dictionary<string, object?>(update.Data, StringComparer.Ordinal) { [ClaimUpdate.WorkerData] = lease.AgentId },
        };
        var told = await TellAsync(scope, happened, MayGoOn, now, cancellationToken);
        return told is null ? new ClaimWrite(claim, Taken: false, [], null) : new ClaimWrite(claim, Taken: true, told.Value.Events, told.Value.WakeUp);
    }

    public async Task<ClaimWrite> AssignAsync(WriteScope scope, StepRunId step, string? agentId, string by, CancellationToken cancellationToken)
    {
        var context = await scope.ContextAsync(cancellationToken);
        var assigned = await scope.QueryAsync(
            "UPDATE step_claims SET assigned_to = @agent WHERE step_run_id = @step AND " + ClaimSql.IsOpen + " RETURNING attempt_id",
            [("@agent", agentId), ("@step", step.Value)],
            r => AttemptId.From(r.GetString(0)),
            cancellationToken);
        if (assigned is not [var attempt])
        {
            return new ClaimWrite(await NewestOf(context, step).FirstOrDefaultAsync(cancellationToken), Taken: false, [], null);
        }

        var claim = await context.StepClaims.AsNoTracking().SingleAsync(c => c.AttemptId == attempt, cancellationToken);
        var message = agentId is null ? $"{by} lets any worker that fits claim {claim.StepId}" : $"{by} assigns {claim.StepId} to {agentId}";
        var told = await TellAsync(
            scope,
            new RunEvent { RunId = claim.RunId, StepId = claim.StepId, StepRunId = step, AttemptId = attempt, Message = message },
            "status NOT IN ('Completed', 'Failed', 'Cancelled')",
            time.GetUtcNow(),
            cancellationToken);
        return told is null ? new ClaimWrite(claim, Taken: false, [], null) : new ClaimWrite(claim, Taken: true, told.Value.Events, told.Value.WakeUp);
    }

    private static async Task<long> HeldAsync(WriteScope scope, string agentId, CancellationToken cancellationToken) =>
        Convert.ToInt64(await scope.ScalarAsync(Held, [("@agent", agentId)], cancellationToken), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<ClaimWrite> ReadAsync(WriteScope scope, AttemptId attempt, (IReadOnlyList<RunEvent> Events, RunWakeUp WakeUp) told, CancellationToken cancellationToken)
    {
        var context = await scope.ContextAsync(cancellationToken);
        var claim = await context.StepClaims.AsNoTracking().SingleAsync(c => c.AttemptId == attempt, cancellationToken);
        return new ClaimWrite(claim, Taken: true, told.Events, told.WakeUp);
    }

    /// <summary>Writes the event and wakes the run; null when the run does not go on.</summary>
    private async Task<(IReadOnlyList<RunEvent> Events, RunWakeUp WakeUp)?> TellAsync(WriteScope scope, RunEvent happened, string condition, DateTimeOffset now, CancellationToken cancellationToken) =>
        await RunWriter.ChangeAsync(scope, happened.RunId, "wake = wake + 1", condition, [], 1, now, cancellationToken) is { } numbers
            ? (await _runs.WriteEventsAsync(scope, happened.RunId, [happened], numbers, cancellationToken), numbers.WakeUp(happened.RunId))
            : null;
}
