namespace Signalbox.Unit.Persistence;

/// <summary>A PostgreSQL database that does not exist yet.</summary>
public sealed class OldPostgresTestDatabase : PostgresTestDatabase
{
    protected override Task PrepareAsync() => Task.CompletedTask;
}
