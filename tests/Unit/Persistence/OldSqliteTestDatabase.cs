namespace Signalbox.Unit.Persistence;

/// <summary>A SQLite file that holds nothing yet.</summary>
public sealed class OldSqliteTestDatabase : SqliteTestDatabase
{
    protected override Task PrepareAsync()
    {
        File.Create(Options.DatabasePath!).Dispose();
        return Task.CompletedTask;
    }
}
