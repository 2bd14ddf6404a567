using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence;

namespace Signalbox.Unit.Persistence;

/// <summary>A database in which somebody was asked before there was a trust model.</summary>
public abstract class GovernanceMigrationTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public async Task Migrate_WithAQuestionThatIsOpen_KeepsItWaitingAsItWas()
    {
        await using var services = Database.Server();
        await using (var context = await services.GetRequiredService<IDbContextFactory<SignalboxDbContext>>().CreateDbContextAsync(Ct))
        {
            await context.GetService<IMigrator>().MigrateAsync("Initial", Ct);
            foreach (var row in MigrationTests.Rows)
            {
                await Database.QueryAsync(row);
            }

            await context.GetService<IMigrator>().MigrateAsync("DeliveredMessages", Ct);
        }

        await Database.QueryAsync("UPDATE step_runs SET status = 'Blocked', blocked_on = 'Approval' WHERE id = 'tk_000000000002'");
        await Database.QueryAsync("UPDATE runs SET status = 'Waiting' WHERE id = 'run_000000000002'");
        await Database.QueryAsync(
            "INSERT INTO approvals (id, run_id, step_run_id, step_id, question, is_for_changes, is_question, reviewers, fields, answers, on_deadline, status, created_at) VALUES "
            + "('ap_000000000001', 'run_000000000002', 'tk_000000000002', 'a', 'Keep the changes?', (1 = 1), (1 = 0), '[]', '[]', '{}', 'Wait', 'Open', 9)");

        await services.GetRequiredService<DatabaseInitializer>().MigrateAsync(Ct);

        var waiting = (await Database.Runs.LoadAsync(RunId.From("run_000000000002"), Ct))!;
        Assert.Equal((RunStatus.Waiting, StepStatus.Blocked, null), (waiting.Run.Status, Assert.Single(waiting.Steps).Status, waiting.Steps[0].PassedAs));
        var asked = Assert.Single(waiting.Approvals);
        Assert.Equal((ApprovalStatus.Open, "Keep the changes?", true), (asked.Status, asked.Question, asked.IsForChanges));

        // Of trust nobody had asked: any reviewer answers, after the work, and nobody is reminded.
        Assert.Equal((false, false, null, null, null), (asked.IsBefore, asked.ForAdministrators, asked.TrustLevel, asked.TrustReason, asked.RemindAt));
    }
}
