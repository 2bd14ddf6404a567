using Microsoft.EntityFrameworkCore;
using Signalbox.Engine.Events;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Workflows;
using Signalbox.Persistence.Providers;
using Signalbox.Persistence.Rows;

namespace Signalbox.Persistence.Stores;

internal sealed class ApprovalStore(Database database, RowTables tables, TimeProvider time) : IApprovalStore
{
    // Of two answers one finds it open; the run's row is locked by then.
    private const string Decide =
        "UPDATE approvals SET status = @status, decided_by = @by, decided_at = @now, comment = @comment, answers = @answers WHERE id = @id AND status = 'Open'";

    private readonly RunWriter _writer = new(tables);

    public async Task<(Approval Approval, Run Run)?> GetAsync(ApprovalId id, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        var found = await (
            from approval in context.Approvals.AsNoTracking()
            join run in context.Runs.AsNoTracking() on approval.RunId equals run.Id
            where approval.Id == id
            select new { approval, run }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : (found.approval, found.run);
    }

    public async Task<IReadOnlyList<(Approval Approval, Run Run)>> ListAsync(RunId? run, ApprovalStatus? status, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        await using var context = database.CreateDbContext();
        var approvals = context.Approvals.AsNoTracking();
        if (run is { } id)
        {
            approvals = approvals.Where(a => a.RunId == id);
        }

        if (status is { } wanted)
        {
            approvals = approvals.Where(a => a.Status == wanted);
        }

        var found = await (
            from approval in approvals.OrderByDescending(a => a.CreatedAt).ThenByDescending(a => a.Id).Take(limit)
            join row in context.Runs.AsNoTracking() on approval.RunId equals row.Id
            orderby approval.CreatedAt descending, approval.Id descending
            select new { approval, row }).ToListAsync(cancellationToken);
        return [.. found.Select(f => (f.approval, f.row))];
    }

    public async Task<int> CountAsync(ApprovalStatus status, CancellationToken cancellationToken)
    {
        await using var context = database.CreateDbContext();
        return await context.Approvals.CountAsync(a => a.Status == status, cancellationToken);
    }

    public Task<ApprovalDecision> DecideAsync(
        ApprovalId id, ApprovalStatus status, string by, string? comment, IReadOnlyDictionary<string, object?> answers, CancellationToken cancellationToken)
    {
        RunTransitions.Approval.Check(ApprovalStatus.Open, status);
        return database.WriteAsync(
            Durability.Full,
            async scope =>
            {
                var decision = await DecideAsync(scope, id, status, by, comment, PlainValue.ToJson(answers), cancellationToken);
                if (!decision.Decided)
                {
                    scope.Abandon();
                }

                return decision;
            },
            cancellationToken);
    }

    private async Task<ApprovalDecision> DecideAsync(
        WriteScope scope, ApprovalId id, ApprovalStatus status, string by, string? comment, string answers, CancellationToken cancellationToken)
    {
        var context = await scope.ContextAsync(cancellationToken);
        if (await context.Approvals.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } asked)
        {
            return new ApprovalDecision(null, Decided: false, [], null);
        }

        // The run's row first, as every writer of a run does.
        var now = time.GetUtcNow();
        var numbers = await RunWriter.ChangeAsync(
            scope, asked.RunId, "wake = wake + 1", asked.IsQuestion ? "" : "status NOT IN ('Completed', 'Failed', 'Cancelled')", [], 1, now, cancellationToken);
        var decided = numbers is not null && await scope.ExecuteAsync(
            Decide,
            [
                ("@status", status.ToString()), ("@by", RunWriter.Text(by)), ("@now", now.UtcTicks), ("@comment", RunWriter.Text(comment)), ("@answers", answers),
                ("@id", id.Value),
            ],
            cancellationToken) == 1;
        var approval = await context.Approvals.AsNoTracking().SingleAsync(a => a.Id == id, cancellationToken);
        if (!decided)
        {
            return new ApprovalDecision(approval, Decided: false, [], null);
        }

        var happened = new RunEvent
        {
            RunId = asked.RunId,
            StepId = asked.StepId,
            StepRunId = asked.StepRunId,
            Transition = $"{ApprovalStatus.Open} -> {status}",
            Reason = comment,
            Message = $"Approval of step {asked.StepId}: {Words(status)} by {by}",
            Data = new Dictionary<string, object?>(StringComparer.Ordinal) { ["approval"] = id.Value },
        };
        var events = await _writer.WriteEventsAsync(scope, asked.RunId, [happened], numbers!.Value, cancellationToken);
        var run = await context.Runs.AsNoTracking().SingleAsync(r => r.Id == asked.RunId, cancellationToken);
        await FactWriter.WriteAsync(scope, tables, RunMeasure.Answered(approval, run) is { } measured ? [measured] : [], cancellationToken);
        return new ApprovalDecision(approval, Decided: true, events, numbers.Value.WakeUp(asked.RunId));
    }

    private static string Words(ApprovalStatus status) => status switch
    {
        ApprovalStatus.Open => "open",
        ApprovalStatus.Approved => "approved",
        ApprovalStatus.Rejected => "rejected",
        ApprovalStatus.ChangesRequested => "changes requested",
        ApprovalStatus.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
