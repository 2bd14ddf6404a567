namespace Signalbox.Unit.Persistence.Transfer;

public sealed class SqliteTransferTests(SqliteTestDatabase database) : TransferTests(database), IClassFixture<SqliteTestDatabase>
{
    protected override string? Node => null;

    protected override async Task<TestDatabase> OwnAsync()
    {
        var own = new SqliteTestDatabase();
        await own.InitializeAsync();
        return own;
    }
}
