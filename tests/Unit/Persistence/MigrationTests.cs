using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Runs;
using Signalbox.Persistence;

namespace Signalbox.Unit.Persistence;

/// <summary>A database that an earlier version filled, brought to this one.</summary>
public abstract class MigrationTests(TestDatabase database) : ConformanceTests(database)
{
    // As the first version wrote them.
    internal static readonly string[] Rows =
    [
        "INSERT INTO repositories (id, name, path, created_at) VALUES ('rp_000000000001', 'r', '/r', 5)",
        "INSERT INTO workflows (id, slug, repository_id, source_path, tags, diagnostics, current_version, archived, created_at, updated_at) "
            + "VALUES ('wf_000000000001', 'w', 'rp_000000000001', '/w.yaml', '[]', '[]', 1, (1 = 0), 5, 5)",
        "INSERT INTO workflow_versions (id, workflow_id, number, yaml, sha256, created_at) VALUES ('wv_000000000001', 'wf_000000000001', 1, 'name: w', 'ff', 5)",
        "INSERT INTO runs (id, key, workflow_version_id, workflow, workflow_version, repository_id, repository, inputs, trigger, started_by, status, epoch, wake, node, "
            + "event_sequence, last_event_at, log_bytes, directory, trace_id, created_at) VALUES "
            + "('run_000000000001', 'W-1', 'wv_000000000001', 'w', 1, 'rp_000000000001', 'r', '{\"a\":\"b\"}', 'Api', 'ann', 'Pending', 0, 0, NULL, 1, 7, 0, '/data/W-1', 'aa', 6), "
            + "('run_000000000002', 'W-2', 'wv_000000000001', 'w', 1, 'rp_000000000001', 'r', '{}', 'Api', 'ann', 'Running', 3, 2, 'gone', 1, 8, 0, '/data/W-2', 'bb', 7)",
        "INSERT INTO step_runs (id, run_id, step_id, name, position, visit, agent, needs, status, outputs) VALUES "
            + "('tk_000000000001', 'run_000000000001', 'a', 'A', 1, 1, 'shell', '[]', 'Pending', '{}'), ('tk_000000000002', 'run_000000000002', 'a', 'A', 1, 1, 'shell', '[]', 'Running', '{}')",
        "INSERT INTO attempts (id, step_run_id, run_id, number, agent, directory, prompt_hash, status, tool_calls, permission_denials, warnings, started_at, usage_premium_requests, usage_cost_estimated) "
            + "VALUES ('at_000000000001', 'tk_000000000002', 'run_000000000002', 1, 'shell', '/x', '0', 'Running', '[]', '[]', '[]', 8, 3, (1 = 0))",
        "INSERT INTO run_events (run_id, sequence, time, level, step_run_id, attempt_id, message, data) "
            + "VALUES ('run_000000000002', 1, 8, 'Info', 'tk_000000000002', 'at_000000000001', 'began', '{}')",
    ];

    [Fact]
    public async Task Migrate_FromTheFirstVersionWithRows_KeepsThemAndGivesWhatIsNewItsMeaning()
    {
        await using var services = Database.Server();
        await using (var context = await services.GetRequiredService<IDbContextFactory<SignalboxDbContext>>().CreateDbContextAsync(Ct))
        {
            await context.GetService<IMigrator>().MigrateAsync("Initial", Ct);
        }

        foreach (var row in Rows)
        {
            await Database.QueryAsync(row);
        }

        await services.GetRequiredService<DatabaseInitializer>().MigrateAsync(Ct);

        var pending = (await Database.Runs.LoadAsync(RunId.From("run_000000000001"), Ct))!;
        Assert.Equal(("W-1", "b", 0, false, 0), (pending.Run.Key, pending.Run.Inputs["a"], pending.Run.Priority, pending.Run.Pinned, pending.Run.SeenWake));
        Assert.Empty(pending.Run.Environment);
        Assert.Equal((1, null, 0), (Assert.Single(pending.Steps).Visit, pending.Steps[0].ItemIndex, pending.Steps[0].EarlierAttempts));
        var running = (await Database.Runs.LoadAsync(RunId.From("run_000000000002"), Ct))!;
        Assert.Empty(Assert.Single(running.Attempts).SecretNames);
        Assert.Equal(new AgentUsage { PremiumRequests = 3 }, running.Attempts[0].Usage);
        Assert.Equal("at_000000000001", Assert.Single(await Database.Queries.EventsAsync(running.Run.Id, 0, 10, Ct)).AttemptId?.Value);

        // What they mean: the one wants to begin, the other lost its node; and both go on.
        Assert.Equal([running.Run.Id, pending.Run.Id], (await Database.Runs.UnclaimedAsync(["node"], Ct)).Select(w => w.RunId));
        Assert.Equal(4, (await Database.Runs.ClaimAsync(running.Run.Id, "node", ["node"], Ct))!.Run.Epoch);
        Assert.True((await Database.Runs.SaveAsync(new RunSave { Run = running.Run, Epoch = 4, Steps = [StepRowTests.Item(running.Steps[0], 0)] }, Ct)).Saved);

        // And what a new database enforces, this one does.
        await Assert.ThrowsAnyAsync<DbException>(() => Database.QueryAsync("UPDATE runs SET parent_run_id = 'run_000000000009'"));
        await Assert.ThrowsAnyAsync<DbException>(() => Database.QueryAsync("UPDATE step_runs SET parent_id = 'tk_000000000009'"));
    }
}
