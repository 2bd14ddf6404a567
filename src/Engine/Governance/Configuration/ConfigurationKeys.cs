using Signalbox.Engine.Workflows.Binding;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>The tables of the document's own sections.</summary>
internal static class ConfigurationKeys
{
    public static readonly SectionKeys Fields = new(
        "'fields'",
        [.. ((string[])["text", "thinking", "answer", "session", "model", "error", "tool", "file", "input_tokens", "output_tokens", "cache_read_tokens", "cost_usd"])
            .Select(f => new KeyInfo(f, KeyShape.Text, "Where a line of the program's output says it: names with dots between."))]);

    public static readonly SectionKeys Agent = new(
        "an agent",
        [
            new("enabled", KeyShape.Flag, "false: it is listed and gets no work, and may lack what it needs; true when not written."),
            new("kind", new WordKey("a kind of agent", "the kinds are", ["api", "command", "worker"]), "How it does its work; taken from what else is said when not written."),
            new("name", KeyShape.Text, "Name for people; the id when not written."),
            new("provider", KeyShape.Text, "Whose it is, such as anthropic."),
            new("model", KeyShape.Text, "Model of a step that names none."),
            new("capabilities", new ListKey(KeyShape.Text), "What it can do."),
            new("api_key", KeyShape.Text, "Where the key is: ${env:NAME} or file:/absolute/path."),
            new("base_url", KeyShape.Text, "Where the API is; the provider's own when not written."),
            new("format", new WordKey("a format", "the formats are", ["anthropic", "openai"]), "The wire format; the provider's own, or openai, when not written."),
            new("max_tokens", new IntegerKey(1, 1_000_000), "Tokens of an answer at most."),
            new("command", new ListKey(KeyShape.Text), "Program and arguments."),
            new("resume", new ListKey(KeyShape.Text), "Program and arguments that go on with a session."),
            new("output", new WordKey("an output", "the outputs are", ["text", "jsonl"]), "What the program writes; text when not written."),
            new("fields", new SectionKey(Fields), "How lines of jsonl are read."),
            new("tells_version", KeyShape.Flag, "Whether the program is asked for its version; false when not written."),
            new("install_hint", KeyShape.Text, "What to do where the program is missing."),
            new("role", KeyShape.Text, "What a worker is for; worker when not written."),
            new("capacity", new IntegerKey(1, 1000), "Steps that a worker holds at once."),
            new("config", new MapKey(null, KeyShape.Scalar), "Settings of a worker; secrets by reference."),
            new("metadata", KeyShape.FreeMapping, "Whatever a team wants to keep with it."),
        ]);

    /// <summary>Keys that only agents of one kind have.</summary>
    public static readonly IReadOnlyDictionary<ConfiguredAgentKind, string[]> Own = new Dictionary<ConfiguredAgentKind, string[]>
    {
        [ConfiguredAgentKind.Api] = ["api_key", "base_url", "format", "max_tokens"],
        [ConfiguredAgentKind.Command] = ["command", "resume", "output", "fields", "tells_version", "install_hint"],
        [ConfiguredAgentKind.Worker] = ["role", "capacity", "config"],
    };

    public static readonly SectionKeys McpServer = new(
        SettingTables.McpServer.Owner,
        [new("enabled", KeyShape.Flag, "false: steps cannot name it, and it may lack what it needs; true when not written."), .. SettingTables.McpServer.Section.Keys]);

    public static readonly SectionKeys Global = new(
        "'global'",
        [
            new("limits", SettingTables.Limits.Shape, "What may be at work, and how much is kept of it."),
            new("cache", SettingTables.Cache.Shape, "The cache of answers."),
            new("defaults", new SectionKey(DefaultsSection.Keys), "What the workflows of this document have when they do not say."),
            new("secrets", new MapKey(null, KeyShape.Text), "Where the value of each secret is: ${env:NAME} or file:/absolute/path."),
            new("mcp_servers", new MapKey(NameRule.Slug, new SectionKey(McpServer)), "MCP servers that steps may name."),
            new("prices", new ListKey(SettingTables.Price.Shape), "What models cost, for agents that do not say it."),
            .. SettingTables.Global.Select(k => new KeyInfo(k.Name, k.Shape, k.Description)),
        ]);

    public static readonly SectionKeys Observability = new(
        "'observability'",
        [
            .. SettingTables.Observability.Select(k => new KeyInfo(k.Name, k.Shape, k.Description)),
            new("otlp", SettingTables.Otlp.Shape, "Where traces and metrics are sent."),
            new("retention", SettingTables.Retention.Shape, "How long ended runs are kept."),
        ]);

    public static readonly SectionKeys Deployment = new(
        "'deployment'",
        [
            .. SettingTables.Deployment.Select(k => new KeyInfo(k.Name, k.Shape, k.Description)),
            new("storage", SettingTables.Storage.Shape, "Where the rows are kept."),
            new("auth", SettingTables.Auth.Shape, "Signing in."),
            new("cluster", SettingTables.Cluster.Shape, "Several servers on one PostgreSQL."),
        ]);

    public static readonly SectionKeys Document = new(
        "a configuration",
        [
            new("version", KeyShape.Text, "Version of this document, greater than the one that is applied.", "'version: 1.0.0'"),
            new("global", new SectionKey(Global), "Limits, defaults and secrets."),
            new("agents", new MapKey(NameRule.Slug, new SectionKey(Agent)), "Agents by their ids."),
            new("workflows", new MapKey(NameRule.Slug, KeyShape.FreeMapping), "Workflows by their names, written as in a file of their own."),
            new("observability", new SectionKey(Observability), "Logs, traces, metrics and how long runs are kept."),
            new("deployment", new SectionKey(Deployment), "Where the server listens and keeps its rows, and signing in."),
        ]);
}
