using System.Text;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Governance.Configuration;

public sealed class ConfigurationReaderTests
{
    [Fact]
    public void Read_WholeDocument_HasEverything()
    {
        var read = ConfigurationReader.Read(ConfigurationTexts.Whole, "config.yaml");
        Assert.Empty(read.Diagnostics);
        var document = read.Document!;
        Assert.Equal("1.2.0", document.Version.Text);
        Assert.Equal(
            [
                ("Limits:MaxConcurrentRuns", "6", "global.limits.max_concurrent_runs"), ("Processes:Grace", "00:00:10", "global.limits.grace_seconds"), ("Cache:Days", "7", "global.cache.days"),
                ("Secrets:DEPLOY_KEY", "file:/run/secrets/deploy", "global.secrets.DEPLOY_KEY"), ("Secrets:NPM_TOKEN", "env:NPM_TOKEN", "global.secrets.NPM_TOKEN"),
                ("Agents:McpServers:docs:Command:0", "docs-server", "global.mcp_servers.docs.command"), ("Agents:McpServers:docs:Command:1", "--stdio", "global.mcp_servers.docs.command"),
                ("Agents:Prices:0:Model", "qwen*", "global.prices[0].model"), ("Agents:Prices:0:InputUsd", "0.5", "global.prices[0].input_usd"), ("Agents:Prices:0:OutputUsd", "2", "global.prices[0].output_usd"),
                ("Logging:LogLevel:Default", "warning", "observability.log_level"), ("Retention:Days", "90", "observability.retention.days"),
                ("Deployment:Urls:0", "http://127.0.0.1:5090", "deployment.urls"), ("Auth:LinkMinutes", "5", "deployment.auth.link_minutes"),
            ],
            document.Settings.Select(s => (s.Option, s.Value, s.Path)));

        Assert.Equal([("local", true), ("house", true), ("builder", true), ("old", false), ("codex", false)], document.Agents.Select(a => (a.Id, a.IsEnabled)));
        var local = document.Agents[0].Api!;
        Assert.Equal((ApiKind.OpenAI, "http://127.0.0.1:11434/v1", "qwen3"), (local.Kind, local.BaseUrl.OriginalString, local.Model));
        Assert.Equal("HOUSE_KEY", document.Agents[1].Api!.ApiKey!.Source);
        Assert.Equal(["build"], document.Agents[2].Worker!.Capabilities!);
        Assert.Equal(3, document.Agents[2].Worker!.Capacity);
        Assert.Equal([("nightly", true), ("parked", false)], document.Workflows.Select(w => (w.Slug, w.IsEnabled)));
    }

    [Fact]
    public void Read_Workflow_IsAFileOfItsOwn_WithTheDefaultsOfTheDocument()
    {
        var workflow = ConfigurationReader.Read(ConfigurationTexts.Whole, "config.yaml").Document!.Workflows[0];
        var alone = WorkflowParser.Parse(workflow.Yaml, "nightly.yaml", new HashSet<string>(["local", "house"], StringComparer.Ordinal));
        Assert.Empty(alone.Diagnostics);
        Assert.Equal(("nightly", "Look after the dependencies"), (alone.Definition!.Name, alone.Definition.Title));
        Assert.Equal([("look", "house", TimeSpan.FromMinutes(15)), ("fix", "local", TimeSpan.FromMinutes(15))], alone.Definition.Steps.Select(s => (s.Id, s.Agent, s.Timeout)));
        Assert.Equal("Look at what is old.\nName each.\n", alone.Definition.Steps[0].Prompt);
    }

    [Fact]
    public void Read_ManyFaults_SaysEachWithItsPlace()
    {
        const string Text = """
            version: 1.4
            global:
              limits:
                max_concurrent_runs: 65
                max_concurent_runs: 3
              secrets:
                DEPLOY: hunter2-hunter2
                lower: env:X
            agents:
              Bad: {kind: api}
              writer: {provider: anthropic, model: claude-opus-4}
              mine: {kind: command}
              odd: {kind: worker, base_url: "http://x"}
              claude: {model: opus}
              wrong: {kind: worker, capabilities: [build], provider: nobody, config: {api_token: plain-text}}
            workflows:
              one:
                steps:
                  - {id: a, agent: nobody, prompt: hi}
              two: {name: other, steps: [{id: b, run: "true"}]}
              three: [1]
            observability: {log_level: loud}
            deployments: {}
            """;
        var read = ConfigurationReader.Read(Text, "c.yaml", new ConfigurationKnown([], null));
        Assert.Null(read.Document);
        Assert.Equal(
            [
                (1, 10, ConfigurationCodes.BadVersion), (4, 26, DiagnosticCodes.OutOfRange), (5, 5, DiagnosticCodes.UnknownKey), (7, 13, ConfigurationCodes.NotAReference), (8, 5, DiagnosticCodes.BadName),
                (10, 3, DiagnosticCodes.BadName), (11, 11, DiagnosticCodes.MissingKey), (12, 9, DiagnosticCodes.MissingKey), (13, 3, ConfigurationCodes.BadAgent), (13, 23, DiagnosticCodes.KeyNotForThis),
                (14, 12, ConfigurationCodes.AgentOfSignalbox), (15, 58, ConfigurationCodes.BadAgent), (15, 86, ConfigurationCodes.NotAReference), (19, 24, DiagnosticCodes.UnknownAgent),
                (20, 15, DiagnosticCodes.NotAllowed), (21, 10, DiagnosticCodes.WrongType), (22, 28, DiagnosticCodes.NotAllowed), (23, 1, DiagnosticCodes.UnknownKey),
            ],
            read.Diagnostics.Select(d => (d.Line, d.Column, d.Code)));
        Assert.All(read.Diagnostics, d => Assert.EndsWith(d.Message.EndsWith('?') ? "?" : ".", d.Message, StringComparison.Ordinal));

        // What stands where a reference belongs may be the secret itself.
        Assert.DoesNotContain(read.Diagnostics, d => d.Message.Contains("hunter2", StringComparison.Ordinal) || d.Message.Contains("plain-text", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_WhereNobodyKnowsTheAgents_RefusesNoneThatAWorkflowNames()
    {
        const string Text = "version: 1.0.0\nworkflows:\n  one: {steps: [{id: a, agent: builder, prompt: hi}]}\n";
        Assert.Empty(ConfigurationReader.Read(Text, "c.yaml").Diagnostics);
        Assert.Equal(DiagnosticCodes.UnknownAgent, Assert.Single(ConfigurationReader.Read(Text, "c.yaml", new ConfigurationKnown([], null)).Diagnostics).Code);
        Assert.Empty(ConfigurationReader.Read(Text, "c.yaml", new ConfigurationKnown(["builder"], null)).Diagnostics);
    }

    [Fact]
    public void SecretsOf_ADocumentWithFaults_AreThoseItNames()
    {
        const string Text = "version: 1\nglobal:\n  secrets: {A: \"file:/run/a\", B: \"${env:B}\", C: hunter2-hunter2}\n  limits: 5\n";
        Assert.Equal([("A", "/run/a", true), ("B", "B", false)], ConfigurationReader.SecretsOf(Text).Select(s => (s.Name, s.Source, s.IsFile)));
        Assert.Empty(ConfigurationReader.SecretsOf("- a\n"));
        Assert.Empty(ConfigurationReader.SecretsOf("version: 1.0.0\n"));
    }

    [Theory]
    [InlineData("x: {enabled: false, kind: command}")]
    [InlineData("x: {enabled: false, provider: anthropic}")]
    [InlineData("x: {enabled: false}")]
    public void Read_AgentSwitchedOff_NeedsNothing(string agent)
    {
        var read = ConfigurationReader.Read($"version: 1.0.0\nagents:\n  {agent}\n", "c.yaml");
        Assert.Empty(read.Diagnostics);
        Assert.False(Assert.Single(read.Document!.Agents).IsEnabled);
    }

    [Theory]
    [InlineData("${env:KEY}", "KEY", false)]
    [InlineData("${KEY}", "KEY", false)]
    [InlineData("env:KEY", "KEY", false)]
    [InlineData("file:/run/key", "/run/key", true)]
    [InlineData("${file:/run/key}", "/run/key", true)]
    public void Read_Reference_InEachForm_IsTheSame(string text, string source, bool isFile)
    {
        var key = ConfigurationReader.Read($"version: 1.0.0\nagents:\n  x: {{provider: openai, api_key: \"{text}\"}}\n", "c.yaml").Document!.Agents[0].Api!.ApiKey!;
        Assert.Equal((source, isFile), (key.Source, key.IsFile));
    }

    [Fact]
    public void Read_BrokenForms_AreOneFaultEach()
    {
        Assert.Equal(DiagnosticCodes.Empty, Assert.Single(ConfigurationReader.Read("# nothing\n", "c").Diagnostics).Code);
        Assert.Equal(DiagnosticCodes.Encoding, Assert.Single(ConfigurationReader.Read(new byte[] { 0x61, 0xff }, "c").Diagnostics).Code);
        Assert.Equal(DiagnosticCodes.TooLarge, Assert.Single(ConfigurationReader.Read(new byte[ConfigurationReader.MaxBytes + 1], "c").Diagnostics).Code);
        Assert.Equal(DiagnosticCodes.WrongType, Assert.Single(ConfigurationReader.Read("- a\n", "c").Diagnostics).Code);
        Assert.Equal(DiagnosticCodes.MissingKey, Assert.Single(ConfigurationReader.Read("global: {}\n", "c").Diagnostics).Code);
        Assert.True(ConfigurationReader.Read(Encoding.UTF8.GetPreamble().Concat("version: 1.0.0\n"u8.ToArray()).ToArray(), "c").IsValid);
    }

    [Fact]
    public void WithVersion_ChangesNothingElse()
    {
        var document = ConfigurationReader.Read("# ours\nversion: \"1.0.0\" # bump me\nglobal: {}\n", "c").Document!;
        var next = document.WithVersion(SemanticVersion.Parse("1.0.1")!);
        Assert.Equal("# ours\nversion: 1.0.1 # bump me\nglobal: {}\n", next.Text);
        Assert.Equal("1.0.1", ConfigurationReader.Read(next.Text, "c").Document!.Version.Text);
        Assert.Equal("# ours\nversion: 2.0.0 # bump me\nglobal: {}\n", next.WithVersion(SemanticVersion.Parse("2.0.0")!).Text);
    }
}
