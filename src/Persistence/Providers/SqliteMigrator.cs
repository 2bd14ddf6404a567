using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Signalbox.Persistence.Providers;

/// <summary>Makes the file when it is missing, sets write-ahead mode and applies migrations.</summary>
internal sealed class SqliteMigrator(string path, Database database)
{
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    private readonly string _lockFile = path + "-migrate.lock";

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Freed by the kernel when its holder dies, unlike the row that EF Core would wait for without end after a crash.
            using var held = await HoldAsync(cancellationToken);
            await PrepareAsync(cancellationToken);
            await using var context = database.CreateDbContext();
            if (await MigrationHistory.AnyPendingAsync(context, $"the database {path}", cancellationToken))
            {
                await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
                await context.Database.MigrateAsync(cancellationToken);
            }
        }
        catch (SqliteException e)
        {
            throw new DatabaseException(Explain(e), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException($"the database {path} cannot be written: {FirstLine(e.Message)}", e);
        }
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    private async Task<FileStream> HoldAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(_lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException) when (attempt < 300 && File.Exists(_lockFile))
            {
                await Task.Delay(100, cancellationToken);
            }
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (!Path.Exists(path) && !OperatingSystem.IsWindows())
        {
            // Private from its first byte; the write-ahead files take its mode.
            await using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }

        var connectionString = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false };
        await using var connection = new SqliteConnection(connectionString.ToString());
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout=30000; PRAGMA journal_mode=WAL;";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken) || !string.Equals(reader.GetString(0), "wal", StringComparison.OrdinalIgnoreCase))
        {
            throw new DatabaseException($"the database {path} cannot use write-ahead logging: its file system does not support it; move the data directory to a local disk");
        }
    }

    private string Explain(SqliteException e) => e.SqliteErrorCode switch
    {
        NotADatabase => $"the file {path} is not a SQLite database; restore a backup or move it away to begin with an empty one",
        Corrupt => $"the database {path} is damaged; restore a backup or move it away to begin with an empty one",
        ReadOnly => $"the database {path} is read-only; give this user the right to write to the file and its folder",
        CannotOpen => $"the database {path} cannot be opened; check that its folder exists and that this user may read and write there",
        Full => $"the disk that holds the database {path} is full",
        InputOutput => $"the disk that holds the database {path} failed to read or write ({FirstLine(e.Message)})",
        _ => $"the database {path} cannot be used: {FirstLine(e.Message)}",
    };
}
