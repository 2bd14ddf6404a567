using Npgsql;

namespace Signalbox.Dashboard.Hosting.Cluster;

/// <summary>
/// Servers that start together on an empty database make Quartz's tables one after the other: Quartz asks whether they are there and then makes them,
/// without a lock. The turn ends when Quartz has started; where the tables are there, at once.
/// </summary>
internal sealed class FirstStartTurn(string connectionString, string tablePrefix) : IStartupTask, IHostedLifecycleService, IAsyncDisposable
{
    // The number means nothing; it is this lock's alone in the database.
    private const string TakeTurn = "SELECT pg_advisory_lock(7164013253)";

    private NpgsqlConnection? _turn;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Not pooled: closing it ends the session, and with it the lock, as the death of the server does.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var take = new NpgsqlCommand(TakeTurn, connection) { CommandTimeout = 0 };
            await take.ExecuteNonQueryAsync(cancellationToken);
            if (!await HasTablesAsync(connection, cancellationToken))
            {
                (_turn, connection) = (connection, null);
            }
        }
        catch (NpgsqlException e)
        {
            throw new SignalboxFaultException(ExitCodes.BadUsage, $"the database cannot be prepared for Quartz: {e.GetBaseException().Message}");
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Every service has started, Quartz among them.</summary>
    public async Task StartedAsync(CancellationToken cancellationToken) => await DisposeAsync();

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _turn, null) is { } turn)
        {
            await turn.DisposeAsync();
        }
    }

    private async Task<bool> HasTablesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var look = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection);
        look.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tablePrefix + "job_details" });
        return await look.ExecuteScalarAsync(cancellationToken) is true;
    }
}
