using System.Globalization;
using Npgsql;
using Signalbox.Dashboard.Hosting;
using Signalbox.Dashboard.Hosting.Settings;

namespace Signalbox.Dashboard.Cli;

/// <summary>The PostgreSQL database, where the configuration names one.</summary>
internal static class StorageChecks
{
    private const string Name = "PostgreSQL";
    private const int OldestVersion = 15;
    private const int LimitSeconds = 5;

    /// <summary>Nothing for SQLite; else what the database says, or why it cannot be asked. It is not changed.</summary>
    public static async Task<IReadOnlyList<DoctorCheck>> RunAsync(CliContext context, string directory, CancellationToken cancellationToken)
    {
        OptionReader reader;
        try
        {
            reader = new OptionReader(await ServerDocuments.StorageAsync(directory, context.ConfigurationArguments, context.Environment, cancellationToken));
        }
        catch (SignalboxFaultException fault)
        {
            return [DoctorCheck.Fail("storage", fault.Message, "correct the configuration")];
        }

        var storage = StorageOptions.Read(reader, context.Environment);
        if (reader.Finish() is { Count: > 0 } faults)
        {
            return [DoctorCheck.Fail("storage", string.Join("; ", faults), "correct the configuration")];
        }

        return storage.ConnectionString is { } connection ? [await AskAsync(connection, storage.Database!, cancellationToken)] : [];
    }

    private static async Task<DoctorCheck> AskAsync(string connectionString, string database, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Timeout = LimitSeconds, CommandTimeout = LimitSeconds, Pooling = false }.ToString());
            await connection.OpenAsync(cancellationToken);
            var found = $"{connection.PostgreSqlVersion}, {database}{await NodesAsync(connection, cancellationToken)}";
            return connection.PostgreSqlVersion.Major < OldestVersion
                ? DoctorCheck.Fail(Name, found, string.Create(CultureInfo.InvariantCulture, $"use version {OldestVersion} or newer"))
                : DoctorCheck.Ok(Name, found);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            return DoctorCheck.Fail(Name, $"{database}: {(e as PostgresException)?.MessageText ?? e.GetBaseException().Message.TrimEnd('.')}", "start it, or correct Storage:ConnectionString");
        }
    }

    private static async Task<string> NodesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand(
                "SELECT count(*) FILTER (WHERE lease_until > ((extract(epoch from clock_timestamp()) * 10000000)::bigint + 621355968000000000)), count(*) FROM nodes", connection);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            return await row.ReadAsync(cancellationToken) ? string.Create(CultureInfo.InvariantCulture, $", {row.GetInt64(0)} of {row.GetInt64(1)} nodes alive") : "";
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable)
        {
            return ", no server has used it yet";
        }
    }
}
