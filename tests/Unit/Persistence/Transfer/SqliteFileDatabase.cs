using Signalbox.Persistence;

namespace Signalbox.Unit.Persistence.Transfer;

/// <summary>A SQLite database that is there, with the stores over it.</summary>
internal sealed class SqliteFileDatabase(string path) : TestDatabase
{
    protected override PersistenceOptions Options => new() { DatabasePath = path };

    public static async Task<SqliteFileDatabase> OpenAsync(string path)
    {
        var opened = new SqliteFileDatabase(path);
        await opened.InitializeAsync();
        return opened;
    }

    public override Task<IReadOnlyList<string>> PlanAsync(string sql) => QueryAsync("EXPLAIN QUERY PLAN " + sql);

    protected override Task DropAsync() => Task.CompletedTask;
}
