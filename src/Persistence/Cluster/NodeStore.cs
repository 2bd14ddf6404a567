using System.Data.Common;
using Signalbox.Engine.Identity;
using Signalbox.Persistence.Providers;

namespace Signalbox.Persistence.Cluster;

internal sealed class NodeStore(Database database) : INodeStore
{
    // The place is free, or an earlier process of this very directory has it: that one is dead, its hold on the directory is ours by now.
    private const string Enter =
        "INSERT INTO nodes (id, instance, directory, boot, version, started_at, lease_until, missed) "
        + $"VALUES (@id, @instance, @directory, @boot, @version, {NodeSql.Now}, {NodeSql.Now} + @lease, FALSE) "
        + "ON CONFLICT (id) DO UPDATE SET instance = excluded.instance, directory = excluded.directory, boot = excluded.boot, version = excluded.version, "
        + "started_at = excluded.started_at, lease_until = excluded.lease_until, missed = FALSE "
        + $"WHERE nodes.lease_until <= {NodeSql.Now} OR (nodes.directory = excluded.directory AND nodes.boot = excluded.boot)";

    private const string Renew = $"UPDATE nodes SET lease_until = {NodeSql.Now} + @lease, missed = FALSE WHERE id = @id AND instance = @instance";

    private const string TakeMissed = $"UPDATE nodes SET missed = TRUE WHERE lease_until <= {NodeSql.Now} AND NOT missed RETURNING id";

    private const string All = $"SELECT id, directory, version, lease_until - {NodeSql.Now} FROM nodes";

    public async Task<NodeInfo?> EnterAsync(NodeEntry entry, TimeSpan lease, CancellationToken cancellationToken)
    {
        var entered = await ExecuteAsync(
            Enter,
            [
                ("@id", entry.Node.Id), ("@instance", entry.Node.Instance), ("@directory", entry.Directory), ("@boot", entry.Boot), ("@version", entry.Version),
                ("@lease", lease.Ticks),
            ],
            cancellationToken);
        return entered == 1 ? null : (await ListAsync(cancellationToken)).FirstOrDefault(n => string.Equals(n.Id, entry.Node.Id, StringComparison.Ordinal));
    }

    public async Task<bool> RenewAsync(ServerNode node, TimeSpan lease, CancellationToken cancellationToken) =>
        await ExecuteAsync(Renew, [("@id", node.Id), ("@instance", node.Instance), ("@lease", lease.Ticks)], cancellationToken) == 1;

    public Task<IReadOnlyList<string>> TakeMissedAsync(CancellationToken cancellationToken) => database.WriteAsync<IReadOnlyList<string>>(
        Durability.Normal, async scope => await scope.QueryAsync(TakeMissed, [], r => r.GetString(0), cancellationToken), cancellationToken);

    public Task<IReadOnlyList<NodeInfo>> ListAsync(CancellationToken cancellationToken) => database.ReadSqlAsync<IReadOnlyList<NodeInfo>>(
        async scope => [.. (await scope.QueryAsync(All, [], Read, cancellationToken)).OrderBy(n => n.Id, StringComparer.Ordinal)], cancellationToken);

    private static NodeInfo Read(DbDataReader reader) => new(reader.GetString(0), reader.GetString(1), reader.GetString(2), TimeSpan.FromTicks(reader.GetInt64(3)));

    // A lease that a loss of power takes back is one that nobody needs: the servers are as dead as the database was.
    private Task<int> ExecuteAsync(string sql, (string Name, object? Value)[] values, CancellationToken cancellationToken) =>
        database.WriteAsync(Durability.Normal, scope => scope.ExecuteAsync(sql, values, cancellationToken), cancellationToken);
}
