using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workspaces;
using Signalbox.Engine.Workspaces.Upkeep;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;
using Signalbox.Persistence.Stores;

namespace Signalbox.Persistence.Transfer;

/// <summary>
/// Ends what was under way when it was exported: the agents are another server's, the workspaces are not here, and where that other server lives it goes on with them.
/// An import begins nothing by itself.
/// </summary>
internal sealed class RunSettler(Database database, TimeProvider time)
{
    private const string Why = "was under way when it was exported, and its agent and workspace are not here";

    private const string NotHere = "was not part of the export; what was committed in it is on its branch, and checkpoints hold the rest";

    private readonly RowTables _tables = new(database);

    /// <summary>Does it; may be done again.</summary>
    /// <returns>How many runs were ended.</returns>
    public Task<int> SettleAsync(CancellationToken cancellationToken) => database.WriteAsync(
        Durability.Full,
        async scope =>
        {
            var context = await scope.ContextAsync(cancellationToken);
            var ids = await context.Runs.AsNoTracking()
                .Where(r => r.Status != RunStatus.Completed && r.Status != RunStatus.Failed && r.Status != RunStatus.Cancelled)
                .OrderBy(r => r.CreatedAt).ThenBy(r => r.Id)
                .Select(r => r.Id)
                .ToListAsync(cancellationToken);
            var writer = new RunWriter(_tables);
            var saver = new RunSaver(_tables, writer, new RunAdder(_tables, writer, time), new RunQueue(database));
            foreach (var id in ids)
            {
                await EndAsync(scope, saver, id, cancellationToken);
            }

            await RemoveWorkspacesAsync(scope, cancellationToken);
            return ids.Count;
        },
        cancellationToken);

    private async Task EndAsync(WriteScope scope, RunSaver saver, RunId id, CancellationToken cancellationToken)
    {
        var context = await scope.ContextAsync(cancellationToken);
        var state = (await RunReader.LoadAsync(context, id, cancellationToken))!;
        var now = time.GetUtcNow();
        var events = new List<RunEvent>();
        var attempts = state.Attempts.Where(a => a.Status == AttemptStatus.Running).ToList();
        foreach (var attempt in attempts)
        {
            attempt.Process = null;
            attempt.Error = new AgentError("interrupted", $"It {Why}.", Retryable: false);
            attempt.End(AttemptStatus.Interrupted, now);
        }

        var steps = state.Steps.Where(s => !s.HasEnded).ToList();
        foreach (var step in steps)
        {
            var from = step.Status;
            step.MoveTo(from == StepStatus.Pending ? StepStatus.Skipped : StepStatus.Cancelled, $"the run {Why}", now);
            events.Add(new RunEvent { RunId = id, StepId = step.StepId, StepRunId = step.Id, Transition = $"{from} -> {step.Status}", Reason = step.StatusReason, Message = $"Step {step.Name} {step.Status.ToString().ToLowerInvariant()}: {step.StatusReason}" });
        }

        var approvals = state.Approvals.Where(a => a is { Status: ApprovalStatus.Open, IsQuestion: false }).ToList();
        approvals.ForEach(a => a.Decide(ApprovalStatus.Expired, "signalbox", "the run ended first", a.Answers, now));
        var sessions = await context.AgentSessions.AsNoTracking().Where(s => s.RunId == id && s.EndedAt == null).ToListAsync(cancellationToken);
        sessions.ForEach(s => s.MoveTo(s.Status == AgentSessionStatus.Paused ? AgentSessionStatus.Expired : AgentSessionStatus.Failed, $"the run {Why}", now));
        await scope.ExecuteAsync(
            "UPDATE step_claims SET status = 'Withdrawn', reason = @why WHERE run_id = @run AND status IN ('Open', 'Claimed')",
            [("@why", $"the run {Why}"), ("@run", id.Value)],
            cancellationToken);

        var run = state.Run;
        var before = run.Status;
        run.WakeAt = null;
        run.MoveTo(RunStatus.Failed, $"it {Why}: {Next(state)}", now);
        events.Add(new RunEvent { RunId = id, Level = EventLevel.Error, Transition = $"{before} -> {run.Status}", Reason = run.StatusReason, Message = $"Run failed: {run.StatusReason}" });
        var save = new RunSave { Run = run, Epoch = run.Epoch, Steps = steps, Attempts = attempts, Approvals = approvals, Sessions = sessions, Events = events, Release = true };
        if (!(await saver.SaveAsync(scope, save, now, cancellationToken)).Saved)
        {
            throw new InvalidOperationException($"run {run.Key} was changed by another while it was imported");
        }
    }

    private static string Next(RunState state) => state.Workspaces.Count == 0
        ? $"'signalbox run resume {state.Run.Key}' begins it here"
        : $"'signalbox run fork {state.Run.Key} --checkpoint CP' goes on from one of its checkpoints";

    private async Task RemoveWorkspacesAsync(WriteScope scope, CancellationToken cancellationToken)
    {
        var context = await scope.ContextAsync(cancellationToken);
        var there = await context.Workspaces.AsNoTracking().Where(w => w.Status != WorkspaceStatus.Removed).ToListAsync(cancellationToken);
        var gone = there.Where(w => !Directory.Exists(w.Path)).ToList();
        foreach (var workspace in gone)
        {
            var (from, now) = (workspace.Status, time.GetUtcNow());
            workspace.MoveTo(WorkspaceStatus.Removed, NotHere, now);
            var last = await context.WorkspaceChanges.AsNoTracking().Where(c => c.WorkspaceId == workspace.Id).MaxAsync(c => (int?)c.Sequence, cancellationToken) ?? 0;
            WorkspaceChange change = new() { WorkspaceId = workspace.Id, Sequence = last + 1, Time = now, From = from, To = WorkspaceStatus.Removed, Reason = NotHere, Actor = "signalbox" };
            await _tables.WorkspaceChanges.InsertAsync(scope, [change], cancellationToken);
        }

        await _tables.Workspaces.UpsertAsync(scope, gone, "", cancellationToken);
    }
}
