namespace Signalbox.Persistence.Transfer;

/// <summary>
/// What an export treats in its own way. Everything else follows from the model, so that a new table comes along by itself; a test asks for a decision where a new
/// name sounds like a secret or a path.
/// </summary>
internal static class TransferRules
{
    /// <summary>Tables that belong to a server and not to its data, and why.</summary>
    public static readonly IReadOnlyDictionary<string, string> NotExported = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["nodes"] = "servers that work on the database",
        ["idempotency"] = "answers kept for requests that are sent twice",
        ["port_leases"] = "ports of this machine that runs hold",
        ["metric_snapshots"] = "points of metrics, which are computed again from the facts",
    };

    /// <summary>How the names of tables begin that are no data in any version: of the database itself, of migrations, of the scheduler.</summary>
    public static readonly IReadOnlyList<string> NeverData = ["sqlite_", "__", "pg_", "signalbox_quartz_"];

    /// <summary>Of those that are not exported, tables that are made again from others: an import leaves them empty.</summary>
    public static readonly IReadOnlySet<string> Rebuilt = new HashSet<string>(StringComparer.Ordinal) { "metric_snapshots" };

    /// <summary>Tables that the first start of a server fills: what it writes may be replaced by an import.</summary>
    public static readonly IReadOnlySet<string> FilledAtFirstStart = new HashSet<string>(StringComparer.Ordinal)
    {
        "repositories", "workflows", "workflow_versions", "agents", "agent_changes",
    };

    /// <summary>Columns that hold a path which may lie in the data directory.</summary>
    public static readonly IReadOnlySet<(string Table, string Column)> Paths = new HashSet<(string, string)>
    {
        ("repositories", "path"),
        ("workflows", "source_path"),
        ("runs", "directory"),
        ("attempts", "directory"),
        ("workspaces", "path"),
    };

    /// <summary>Columns that say on which node files and processes are: the one that imports, from then on.</summary>
    public static readonly IReadOnlySet<(string Table, string Column)> Homes = new HashSet<(string, string)> { ("runs", "home"), ("attempts", "node") };

    /// <summary>Columns that say who works on something now, or when it is tried next: nobody and never, after an import, which begins nothing and tells nobody outside.</summary>
    public static readonly IReadOnlySet<(string Table, string Column)> Holders = new HashSet<(string, string)> { ("runs", "node"), ("webhook_deliveries", "next_at") };
}
