using Signalbox.Dashboard.Hosting.Telemetry;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Runs;
using Signalbox.Engine.Runs.Records;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Webhooks;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Dashboard.Hosting;

/// <summary>The options of the server, read once at start; each property names its key, unit, default and range.</summary>
internal sealed record SignalboxOptions
{
    /// <summary><c>Limits:MaxConcurrentRuns</c>: runs at work at a time. Default 4, 1..64.</summary>
    public int MaxConcurrentRuns { get; init; } = 4;

    /// <summary><c>Limits:MaxRunsPerRepository</c>: of them, runs at work for one repository. Default 64, 1..64.</summary>
    public int MaxRunsPerRepository { get; init; } = 64;

    /// <summary><c>Limits:MaxAttemptsPerAgent</c>: attempts of one agent at work at a time, its capacity. Default 64, 1..1000.</summary>
    public int MaxAttemptsPerAgent { get; init; } = 64;

    /// <summary><c>Logs:MaxBytesPerRun</c>: bytes of log text that the database keeps a run. Default 10 MiB, 64 KiB..4 GiB.</summary>
    public long MaxLogBytesPerRun { get; init; } = 10L * 1024 * 1024;

    /// <summary><c>Processes:Grace</c>: time between the terminate signal and the kill. Default 00:00:05, 0..10 minutes.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>Processes:MaxOutputBytes</c>: bytes either output file of an attempt may reach. Default 2 GiB, 64 KiB..1 TiB.</summary>
    public long MaxOutputBytes { get; init; } = 2L * 1024 * 1024 * 1024;

    /// <summary><c>Auth:LinkMinutes</c>: minutes that a sign-in link is good for. Default 15, 1..1440.</summary>
    public TimeSpan LinkLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary><c>Auth:SessionDays</c>: days that a sign-in lasts, counted from the last use. Default 14, 1..365.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromDays(14);

    /// <summary>
    /// <c>Observability:OtlpEndpoint</c>, else <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>: address of a receiver of traces and metrics; default none, and nothing is sent.
    /// <c>Observability:OtlpProtocol</c>, else <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>: <c>http/protobuf</c> or <c>grpc</c>; default grpc for port 4317, HTTP for any other.
    /// </summary>
    public TelemetryOptions? Telemetry { get; init; }

    /// <summary>
    /// <c>Retention:Days</c>: days that an ended run is kept, 1..36500; <c>Retention:RunsPerWorkflow</c>: ended runs that are kept of each workflow, 1..1000000.
    /// Both default to 0: no such limit. Pinned runs are kept, and those whose workspace holds work that is nowhere else.
    /// </summary>
    public RetentionRules Retention { get; init; } = new(null, null);

    /// <summary>
    /// What the cache of answers (<c>cache: true</c>) keeps; beyond it the oldest go. <c>Cache:Days</c>: days that an answer is good for, default 30, 1..3650.
    /// <c>Cache:MaxEntries</c>: answers, default 10000, 1..1000000. <c>Cache:MaxBytes</c>: bytes of all together, default 256 MiB, 1 MiB..64 GiB.
    /// </summary>
    public ResponseCacheLimits Cache { get; init; } = new(TimeSpan.FromDays(30), 10_000, 256L * 1024 * 1024);

    /// <summary>
    /// <c>Storage:Provider</c>: <c>sqlite</c>, in the data directory, or <c>postgres</c>; default sqlite. <c>Storage:ConnectionString</c>, for postgres: where it is,
    /// <c>env:NAME</c> or <c>file:/absolute/path</c>, or itself when it holds no password.
    /// </summary>
    public StorageOptions Storage { get; init; } = StorageOptions.Sqlite;

    /// <summary><c>Cluster:Lease</c>: time without a sign of life after which other servers on the same PostgreSQL take this one's runs over. Default 00:00:30, 2 seconds..1 hour.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>Workspaces:Ports</c>: ports that workflows may be given, <c>FIRST-LAST</c> within 1024..65535. Default 20000-29999.</summary>
    public PortRange Ports { get; init; } = PortRange.Default;

    /// <summary><c>Terminals:Tmux</c>: a window of tmux (3.0 or newer) for each agent at work, on this machine. Default false.</summary>
    public bool Tmux { get; init; }

    /// <summary><c>Samples:Install</c>: put the sample repository and workflows in place at the first start. Default true.</summary>
    public bool InstallSamples { get; init; } = true;

    /// <summary><c>Secrets:NAME</c>: where the value of each secret is, <c>env:NAME</c> or <c>file:/absolute/path</c>. Default none.</summary>
    public IReadOnlyList<SecretReference> Secrets { get; init; } = [];

    /// <summary><c>Webhooks:Secret</c>: name of the secret that requests to start runs (<c>POST /api/v1/hooks/WORKFLOW</c>) are signed with. Default none: no webhook is taken.</summary>
    public string? WebhookSecret { get; init; }

    /// <summary>
    /// <c>Notifications:Url</c>: address that is told of questions to people, their reminders, and runs that completed or failed; default none, and nothing is sent.
    /// <c>Notifications:Secret</c>: name of the secret that it is signed with.
    /// </summary>
    public WebhookTarget? Notifications { get; init; }

    /// <summary>Section <c>Agents</c>: APIs, programs and prices; <see cref="AgentOptions"/> says which keys there are.</summary>
    public AgentSettings Agents { get; init; } = AgentSettings.Default;

    /// <summary>Section <c>Agents</c>: workers that are expected, further providers and models. Default none.</summary>
    public AgentRulesOptions AgentRules { get; init; } = new();

    /// <summary>Reads the options.</summary>
    /// <exception cref="SignalboxFaultException">Something is not allowed; every fault is listed.</exception>
    public static SignalboxOptions Read(IConfiguration configuration)
    {
        var (options, faults) = TryRead(configuration);
        return faults.Count == 0 ? options : throw new SignalboxFaultException(ExitCodes.BadUsage, "the configuration is not valid:\n" + string.Join('\n', faults.Select(f => "  " + f)));
    }

    /// <summary>Reads the options, with the default where something is not allowed, and every fault.</summary>
    public static (SignalboxOptions Options, IReadOnlyList<string> Faults) TryRead(IConfiguration configuration)
    {
        var reader = new OptionReader(configuration);
        var defaults = new SignalboxOptions();
        var (secrets, secretFaults) = SecretOptions.Read(configuration);
        var (agents, agentRules, agentFaults) = AgentOptions.Read(configuration);
        var options = new SignalboxOptions
        {
            MaxConcurrentRuns = (int)reader.Integer("Limits:MaxConcurrentRuns", defaults.MaxConcurrentRuns, 1, 64),
            MaxRunsPerRepository = (int)reader.Integer("Limits:MaxRunsPerRepository", defaults.MaxRunsPerRepository, 1, 64),
            MaxAttemptsPerAgent = (int)reader.Integer("Limits:MaxAttemptsPerAgent", defaults.MaxAttemptsPerAgent, 1, 1000),
            MaxLogBytesPerRun = reader.Integer("Logs:MaxBytesPerRun", defaults.MaxLogBytesPerRun, 64 * 1024, 4L * 1024 * 1024 * 1024),
            Grace = reader.Duration("Processes:Grace", defaults.Grace, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
            MaxOutputBytes = reader.Integer("Processes:MaxOutputBytes", defaults.MaxOutputBytes, 64 * 1024, 1024L * 1024 * 1024 * 1024),
            LinkLifetime = TimeSpan.FromMinutes(reader.Integer("Auth:LinkMinutes", (long)defaults.LinkLifetime.TotalMinutes, 1, 1440)),
            SessionLifetime = TimeSpan.FromDays(reader.Integer("Auth:SessionDays", (long)defaults.SessionLifetime.TotalDays, 1, 365)),
            Telemetry = ReadTelemetry(reader),
            Retention = new RetentionRules(
                reader.Integer("Retention:Days", 0, 0, 36500) is > 0 and var days ? TimeSpan.FromDays(days) : null,
                reader.Integer("Retention:RunsPerWorkflow", 0, 0, 1_000_000) is > 0 and var count ? (int)count : null),
            Cache = new ResponseCacheLimits(
                TimeSpan.FromDays(reader.Integer("Cache:Days", (long)defaults.Cache.MaxAge.TotalDays, 1, 3650)),
                (int)reader.Integer("Cache:MaxEntries", defaults.Cache.MaxEntries, 1, 1_000_000),
                reader.Integer("Cache:MaxBytes", defaults.Cache.MaxBytes, 1024 * 1024, 64L * 1024 * 1024 * 1024)),
            Storage = StorageOptions.Read(reader, Environment.GetEnvironmentVariable),
            Lease = reader.Duration("Cluster:Lease", defaults.Lease, TimeSpan.FromSeconds(2), TimeSpan.FromHours(1)),
            Ports = ReadPorts(reader),
            Tmux = reader.Boolean("Terminals:Tmux", defaults.Tmux),
            InstallSamples = reader.Boolean("Samples:Install", defaults.InstallSamples),
            WebhookSecret = ReadSecretName(reader, "Webhooks:Secret", secrets),
            Notifications = ReadNotifications(reader, secrets),
            Secrets = secrets,
            Agents = agents,
            AgentRules = agentRules,
        };
        return (options, [.. reader.Finish(), .. secretFaults, .. agentFaults]);
    }

    private static string? ReadSecretName(OptionReader reader, string key, IReadOnlyList<SecretReference> secrets)
    {
        if (reader.Text(key) is not { Length: > 0 } name)
        {
            return null;
        }

        if (secrets.Any(s => string.Equals(s.Name, name, StringComparison.Ordinal)))
        {
            return name;
        }

        // Not what was found: somebody may have put the value itself there.
        reader.Fault($"{key}: found something else, allowed is the name of a secret of the section Secrets{(secrets.Count == 0 ? ", which has none" : $": {string.Join(", ", secrets.Select(s => s.Name))}")}");
        return null;
    }

    private static WebhookTarget? ReadNotifications(OptionReader reader, IReadOnlyList<SecretReference> secrets)
    {
        var secret = ReadSecretName(reader, "Notifications:Secret", secrets);
        if (reader.Text("Notifications:Url") is not { Length: > 0 } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.UserInfo.Length > 0)
        {
            reader.Fault("Notifications:Url: found something else, allowed is an http or https address without a name and password in it");
            return null;
        }

        if (secret is null)
        {
            reader.Fault("Notifications:Secret: is missing, allowed is the name of a secret of the section Secrets; what is sent is signed with it");
            return null;
        }

        return new WebhookTarget(address, secret);
    }

    private static PortRange ReadPorts(OptionReader reader)
    {
        const int Lowest = 1024; // below it only root may listen
        var (first, last) = reader.Range("Workspaces:Ports", PortRange.Default.First, PortRange.Default.Last, Lowest, ushort.MaxValue);
        return new PortRange(first, last);
    }

    private static TelemetryOptions? ReadTelemetry(OptionReader reader)
    {
        const int GrpcPort = 4317;
        var endpoint = reader.Address("Observability:OtlpEndpoint", "OTEL_EXPORTER_OTLP_ENDPOINT");
        var protocol = reader.Word("Observability:OtlpProtocol", "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf", "grpc");
        return endpoint is null ? null : new TelemetryOptions(endpoint, protocol is null ? endpoint.Port == GrpcPort : protocol is "grpc");
    }
}
