using Signalbox.Persistence;

namespace Signalbox.Unit.Persistence;

public class SqliteTestDatabase : TestDatabase
{
    private readonly string _folder = Directory.CreateTempSubdirectory("signalbox-").FullName;

    protected override PersistenceOptions Options => new() { DatabasePath = Path.Combine(_folder, "test.db") };

    public override Task<IReadOnlyList<string>> PlanAsync(string sql) => QueryAsync("EXPLAIN QUERY PLAN " + sql);

    protected override Task DropAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
