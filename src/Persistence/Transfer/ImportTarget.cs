using System.Globalization;
using Signalbox.Engine.Transfer;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Transfer;

/// <summary>The database that an import goes to, before it does.</summary>
internal sealed class ImportTarget(Database database, DataImportRequest request)
{
    private const string Samples = "samples/";

    /// <summary>Refuses a server that has anything but what its first start makes.</summary>
    /// <exception cref="TransferException">It has.</exception>
    public async Task RefuseUnlessEmptyAsync(CancellationToken cancellationToken)
    {
        if (database.Provider == DatabaseProvider.Postgres)
        {
            // One that does not exist yet is made, with its tables.
            await database.MigrateAsync(cancellationToken);
            await RefuseUnlessEmptyAsync(database, cancellationToken);
        }
        else if (File.Exists(request.DatabaseFile))
        {
            // Its own connections, which are closed before the file is replaced.
            await using var there = new SqliteDatabase(request.DatabaseFile);
            await RefuseUnlessEmptyAsync(there, cancellationToken);
        }
    }

    /// <summary>Whether a repository is there.</summary>
    public static async Task<bool> HasRepositoryAsync(Database database, string id, CancellationToken cancellationToken) =>
        await database.ReadSqlAsync(scope => scope.ScalarAsync("SELECT id FROM repositories WHERE id = @id", [("@id", id)], cancellationToken), cancellationToken) is not null;

    private async Task RefuseUnlessEmptyAsync(Database there, CancellationToken cancellationToken)
    {
        var tables = await TargetTable.ListAsync(there, cancellationToken);
        await using var context = there.CreateDbContext();
        var found = new List<string>();
        foreach (var table in DataTable.Of(context.Model).Where(t => tables.ContainsKey(t.Name)))
        {
            if (await CountAsync(there, table.Name, cancellationToken) is > 0 and var count)
            {
                found.Add(FormattableString.Invariant($"{count} rows in {table.Name}"));
            }
        }

        if (found.Count > 0)
        {
            throw new TransferException($"this server is not empty ({string.Join(", ", found)}): import into another one, with --data DIR, which may be missing, or with an empty database");
        }
    }

    // What the first start makes is no data: the sample repository with its workflows, and the agents that it found.
    private async Task<long> CountAsync(Database there, string table, CancellationToken cancellationToken)
    {
        var sql = table switch
        {
            "repositories" => "SELECT count(*) FROM repositories WHERE path NOT LIKE @samples",
            "workflows" => "SELECT count(*) FROM workflows w JOIN repositories r ON r.id = w.repository_id WHERE r.path NOT LIKE @samples",
            "agents" => "SELECT count(*) FROM agents WHERE source = 'Registered'",
            _ when TransferRules.FilledAtFirstStart.Contains(table) => "SELECT 0",
            _ => $"SELECT count(*) FROM \"{table}\"",
        };
        var samples = $"{request.DataDirectory.TrimEnd('/')}/{Samples}%";
        (string, object?)[] values = sql.Contains("@samples", StringComparison.Ordinal) ? [("@samples", samples)] : [];
        return Convert.ToInt64(await there.ReadSqlAsync(scope => scope.ScalarAsync(sql, values, cancellationToken), cancellationToken), CultureInfo.InvariantCulture);
    }
}
