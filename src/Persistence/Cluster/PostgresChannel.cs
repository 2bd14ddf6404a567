using Npgsql;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Cluster;

/// <summary>LISTEN and NOTIFY, on a connection of its own.</summary>
internal sealed class PostgresChannel(PostgresDatabase database) : INodeChannel
{
    private const string Send = "SELECT pg_notify('signalbox', m) FROM unnest(@messages) m";

    public async Task SendAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Send, connection);
        command.Parameters.AddWithValue("@messages", messages.ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task ListenAsync(Action began, Action<string> receive, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, message) => receive(message.Payload);
        await using (var listen = new NpgsqlCommand("LISTEN signalbox", connection))
        {
            await listen.ExecuteNonQueryAsync(cancellationToken);
        }

        began();
        while (true)
        {
            await connection.WaitAsync(cancellationToken);
        }
    }
}
