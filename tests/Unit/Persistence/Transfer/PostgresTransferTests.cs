namespace Signalbox.Unit.Persistence.Transfer;

public sealed class PostgresTransferTests(PostgresTestDatabase database) : TransferTests(database), IClassFixture<PostgresTestDatabase>
{
    [Fact]
    public async Task ExportAndImport_FromSqlite_EveryColumnOfEveryTableIsTheSame()
    {
        using var folders = new TransferFolders();
        Directory.CreateDirectory(folders.In("source"));
        await using var source = folders.Sqlite("source");
        await source.MigrateAsync(Ct);
        await EveryTable.FillAsync(source, Ct);
        await folders.ExportAsync(source);

        await using var target = await OwnAsync();
        await folders.ImportAsync(target.Database, "own", Node);

        await folders.ExportAsync(target.Database, folders.In("second"));
        Assert.Equal(TransferFolders.Tables(folders.Export), TransferFolders.Tables(folders.In("second")));
    }

    protected override string? Node => "own-0a1b2c3d";

    protected override async Task<TestDatabase> OwnAsync()
    {
        var own = new PostgresTestDatabase();
        await own.InitializeAsync();
        return own;
    }
}
