namespace Signalbox.Persistence.Cluster;

/// <summary>Statements about nodes: PostgreSQL only, where several servers can be.</summary>
internal static class NodeSql
{
    /// <summary>UTC ticks of the database's clock, also within a transaction that began earlier.</summary>
    public const string Now = "((extract(epoch from clock_timestamp()) * 10000000)::bigint + 621355968000000000)";

    /// <summary>Whether another process that lives holds the run of table r.</summary>
    public const string HeldByOther = $"EXISTS (SELECT 1 FROM nodes n WHERE n.instance = split_part(r.node, ':', 1) AND n.instance <> @self AND n.lease_until > {Now})";

    /// <summary>Whether the node lives that the run of table r is at home on.</summary>
    public const string HomeLives = $"EXISTS (SELECT 1 FROM nodes n WHERE n.id = r.home AND n.lease_until > {Now})";

    /// <summary>The other processes that live.</summary>
    public const string OtherInstances = $"SELECT instance FROM nodes WHERE instance <> @self AND lease_until > {Now}";
}
