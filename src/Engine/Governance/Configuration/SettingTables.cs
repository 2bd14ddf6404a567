using Signalbox.Engine.Workflows.Binding;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>Which keys are options, and which. A test holds each limit against the server's own.</summary>
internal static class SettingTables
{
    private const long Kibi = 1024;
    private const long Mebi = Kibi * Kibi;
    private const long Gibi = Mebi * Kibi;

    public static readonly SettingTable Limits = new(
        "'limits'",
        new("max_concurrent_runs", "Limits:MaxConcurrentRuns", new IntegerKey(1, 64), "Runs at work at a time; 4 when not written."),
        new("max_runs_per_repository", "Limits:MaxRunsPerRepository", new IntegerKey(1, 64), "Of them, runs at work for one repository; 64 when not written."),
        new("max_attempts_per_agent", "Limits:MaxAttemptsPerAgent", new IntegerKey(1, 1000), "Attempts of one agent at work at a time; 64 when not written."),
        new("max_log_bytes_per_run", "Logs:MaxBytesPerRun", new IntegerKey(64 * Kibi, 4 * Gibi), "Bytes of log text that the database keeps a run; 10 MiB when not written."),
        new("max_output_bytes", "Processes:MaxOutputBytes", new IntegerKey(64 * Kibi, Gibi * Kibi), "Bytes that either output of an attempt may reach; 2 GiB when not written."),
        new("grace_seconds", "Processes:Grace", new IntegerKey(0, 600), "Time between the terminate signal and the kill; 5 when not written.") { IsSeconds = true });

    public static readonly SettingTable Cache = new(
        "'cache'",
        new("days", "Cache:Days", new IntegerKey(1, 3650), "Days that an answer is good for; 30 when not written."),
        new("max_entries", "Cache:MaxEntries", new IntegerKey(1, 1_000_000), "Answers that are kept; 10000 when not written."),
        new("max_bytes", "Cache:MaxBytes", new IntegerKey(Mebi, 64 * Gibi), "Bytes of all answers together; 256 MiB when not written."));

    public static readonly SettingTable Price = new(
        "a price",
        new("model", "Model", KeyShape.Text, "The model, or its beginning with a star behind it."),
        new("input_usd", "InputUsd", new NumberKey(0, double.MaxValue), "Price of a million tokens in."),
        new("output_usd", "OutputUsd", new NumberKey(0, double.MaxValue), "Price of a million tokens out."),
        new("cache_read_usd", "CacheReadUsd", new NumberKey(0, double.MaxValue), "Price of a million tokens read from the cache; as tokens in when not written."),
        new("cache_write_usd", "CacheWriteUsd", new NumberKey(0, double.MaxValue), "Price of a million tokens written to the cache; as tokens in when not written."));

    public static readonly SettingTable McpServer = new(
        "an MCP server",
        new("command", "Command", new ListKey(KeyShape.Text), "Program and arguments; without them it has an address."),
        new("env", "Env", new MapKey(NameRule.Variable, KeyShape.Scalar), "Environment of the program; ${NAME} is a secret."),
        new("url", "Url", KeyShape.Text, "Address of a server that runs elsewhere."),
        new("transport", "Transport", new WordKey("a transport", "the transports are", ["http", "sse"]), "http when not written."),
        new("headers", "Headers", new MapKey(null, KeyShape.Scalar), "Headers of each request; ${NAME} is a secret."),
        new("secrets", "Secrets", new ListKey(KeyShape.Text), "Names of configured secrets that it gets."));

    public static readonly SettingTable Otlp = new(
        "'otlp'",
        new("endpoint", "Observability:OtlpEndpoint", KeyShape.Text, "Address of a receiver of traces and metrics."),
        new("protocol", "Observability:OtlpProtocol", new WordKey("a protocol", "the protocols are", ["http/protobuf", "grpc"]), "grpc for port 4317 and HTTP for any other when not written."));

    public static readonly SettingTable Retention = new(
        "'retention'",
        new("days", "Retention:Days", new IntegerKey(0, 36_500), "Days that an ended run is kept; 0: no such limit."),
        new("runs_per_workflow", "Retention:RunsPerWorkflow", new IntegerKey(0, 1_000_000), "Ended runs that are kept of each workflow; 0: no such limit."));

    public static readonly SettingTable Storage = new(
        "'storage'",
        new("provider", "Storage:Provider", new WordKey("a database", "the databases are", ["sqlite", "postgres"]), "sqlite, in the data directory, when not written."),
        new("connection_string", "Storage:ConnectionString", KeyShape.Text, "Where the connection string of PostgreSQL is: ${env:NAME} or file:/absolute/path; itself when it holds no password."));

    public static readonly SettingTable Auth = new(
        "'auth'",
        new("link_minutes", "Auth:LinkMinutes", new IntegerKey(1, 1440), "Minutes that a sign-in link is good for; 15 when not written."),
        new("session_days", "Auth:SessionDays", new IntegerKey(1, 365), "Days that a sign-in lasts, counted from the last use; 14 when not written."));

    public static readonly SettingTable Cluster = new(
        "'cluster'",
        new SettingKey("lease_seconds", "Cluster:Lease", new IntegerKey(2, 3600), "Time without a sign of life after which other servers take the runs of this one over; 30 when not written.") { IsSeconds = true });

    public static readonly SettingKey[] Global =
    [
        new("ports", "Workspaces:Ports", KeyShape.Text, "Ports that workflows may be given, such as 20000-29999."),
        new("tmux", "Terminals:Tmux", KeyShape.Flag, "A window of tmux for each agent at work; false when not written."),
        new("samples", "Samples:Install", KeyShape.Flag, "Put the samples in place at the first start; true when not written."),
        new("providers", "Agents:Providers", new ListKey(KeyShape.Text), "Providers of agents beyond those that this version knows."),
        new("allowed_models", "Agents:AllowedModels", new ListKey(KeyShape.Text), "Models that are allowed though their provider is not known to have them."),
    ];

    public static readonly SettingKey[] Observability =
    [
        new(
            "log_level", "Logging:LogLevel:Default", new WordKey("a log level", "the levels are", ["trace", "debug", "information", "warning", "error", "critical"]),
            "What the server writes to its own log at least; information when not written."),
    ];

    public static readonly SettingKey[] Deployment =
    [
        new("urls", "Deployment:Urls", new ListKey(KeyShape.Text), "Where the server listens, such as http://127.0.0.1:5080."),
    ];

    /// <summary>Every key of a table by its place, for tests and for saying what needs a restart.</summary>
    public static IEnumerable<(string Path, SettingKey Key)> All =>
        In("global.limits", Limits.Keys).Concat(In("global.cache", Cache.Keys)).Concat(In("global", Global))
            .Concat(In("observability", Observability)).Concat(In("observability.otlp", Otlp.Keys)).Concat(In("observability.retention", Retention.Keys))
            .Concat(In("deployment", Deployment)).Concat(In("deployment.storage", Storage.Keys)).Concat(In("deployment.auth", Auth.Keys)).Concat(In("deployment.cluster", Cluster.Keys));

    private static IEnumerable<(string Path, SettingKey Key)> In(string path, IEnumerable<SettingKey> keys) => keys.Select(k => ($"{path}.{k.Name}", k));
}
