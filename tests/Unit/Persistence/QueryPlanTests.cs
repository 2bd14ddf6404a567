using Signalbox.Persistence.Stores;

namespace Signalbox.Unit.Persistence;

/// <summary>The questions that are asked all the time are answered by their indexes, however many runs there are.</summary>
public abstract class QueryPlanTests(TestDatabase database) : ConformanceTests(database)
{
    [Fact]
    public Task Places_OfTheQueue_AreReadFromTheirIndex() => AnsweredAsync(new RunQueue(Database.Database).Places, "IX_runs_places");

    [Fact]
    public async Task Queue_WithGroups_IsAWalkWithoutSorting() =>
        Assert.DoesNotMatch("TEMP B-TREE|Sort", await AnsweredAsync(new RunQueue(Database.Database).Queue, "IX_runs_queue", "IX_runs_concurrency_group_status"));

    [Fact]
    public Task Unclaimed_OfTheSweep_IsThreeWalks() => AnsweredAsync(
        new RunClaims(Database.Database, Database.Clock).Unclaimed, "IX_runs_status_created_at_id", "IX_runs_node", "IX_runs_resting");

    [Fact]
    public Task DeleteChunks_OfARun_FindsThemByItsAttempts() => AnsweredAsync(RetentionStore.DeleteChunks, "IX_attempts_run_id");

    private async Task<string> AnsweredAsync(string sql, params string[] indexes)
    {
        sql = sql.Replace("{0}", "''", StringComparison.Ordinal);
        foreach (var (name, value) in new[] { ("@run", "''"), ("@limit", "9"), ("@now", "9") })
        {
            sql = sql.Replace(name, value, StringComparison.Ordinal);
        }

        var plan = string.Join('\n', await Database.PlanAsync(sql));
        Assert.All(indexes, index => Assert.Contains(index, plan, StringComparison.Ordinal));
        Assert.DoesNotMatch(@"(?m)(SCAN (r|g|c|a|runs|attempts|log_chunks)$|Seq Scan on (runs|attempts|log_chunks))", plan);
        return plan;
    }
}
