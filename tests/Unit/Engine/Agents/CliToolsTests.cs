using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Cli;
using Signalbox.Engine.Agents.Commands;

namespace Signalbox.Unit.Engine.Agents;

/// <summary>What a step's <c>tools</c> become in each agent's command line (design/agents.md, the table of kinds).</summary>
public sealed class CliToolsTests : IDisposable
{
    private static readonly McpServer Github = new() { Id = "github", Command = ["mcp-github", "--stdio"], Env = Texts(("LOG", "debug"), ("AUTH", "Bearer ${GITHUB_TOKEN}")), Secrets = ["GITHUB_TOKEN"] };
    private static readonly McpServer Tickets = new() { Id = "tickets", Url = new Uri("https://mcp.example.com/mcp"), Headers = Texts(("Authorization", "Bearer ${TICKETS_TOKEN}")), Secrets = ["TICKETS_TOKEN"] };

    private readonly AgentBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Claude_AllowedTools_AreTheOnlyOnes() =>
        Assert.Equal(
            ["claude", "-p", "--output-format", "stream-json", "--verbose", "--allowedTools", "Read,Bash(git log:*),Bash(git diff:*),mcp__github__search", "--tools", "Read,Bash", "--strict-mcp-config"],
            Claude(["Read", "Bash(git log:*)", "Bash(git diff:*)", "mcp__github__search"]).Command);

    [Fact]
    public void Claude_OnlyMcpTools_HasNoneOfItsOwn()
    {
        var command = Claude(["mcp__github"]).Command;

        Assert.Equal("", command[command.ToList().IndexOf("--tools") + 1]);
    }

    [Fact]
    public void Claude_AgentsOwnListBesides_IsNarrowed()
    {
        var launch = Claude(["Read", "Bash(git log:*)", "Edit", "mcp__github"], Options(("allowed_tools", "Bash, Read,Write,mcp__github__search")));

        Assert.Equal("Read,Bash(git log:*),mcp__github__search", launch.Command[launch.Command.ToList().IndexOf("--allowedTools") + 1]);
    }

    [Fact]
    public void Claude_NothingInCommonWithItsOwnList_IsRefused()
    {
        var fault = Assert.Throws<CliOptionException>(() => Claude(["Read"], Options(("allowed_tools", new List<object?> { "Bash(git log:*)" }))));

        Assert.Equal("agent claude: the step allows Read and its option 'allowed_tools' Bash(git log:*), so that no tool is left: let them have one in common", fault.Message);
    }

    [Theory]
    [InlineData("bypassPermissions")]
    [InlineData("acceptEdits")]
    [InlineData("auto")]
    public void Claude_ModeThatAllowsMore_IsRefused(string mode)
    {
        var fault = Assert.Throws<CliOptionException>(() => Claude(["Read"], Options(("permission_mode", mode))));

        Assert.Equal($"agent claude: option 'permission_mode' ({mode}) would allow more than the step's 'tools.allowed': leave one of the two out", fault.Message);
        Assert.Contains("--permission-mode", Claude(["Read"], Options(("permission_mode", "plan"))).Command);
    }

    [Fact]
    public void Claude_McpServers_AreInAFileWithoutSecretsAndMayBeUsed()
    {
        var launch = new ClaudeDialect().Launch(_bench.Request with { Tools = new AgentTools(null, [Github, Tickets]), Options = Options(("mcp_config", "/opt/other.json")) });

        Assert.Equal(
            ["claude", "-p", "--output-format", "stream-json", "--verbose", "--allowedTools", "mcp__github,mcp__tickets", "--mcp-config", Path.Combine(_bench.Request.Directory, "mcp.json"), "--strict-mcp-config"],
            launch.Command);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"mcpServers": {
                  "github": {"type": "stdio", "command": "mcp-github", "args": ["--stdio"], "env": {"GITHUB_TOKEN": "${GITHUB_TOKEN}", "LOG": "debug", "AUTH": "Bearer ${GITHUB_TOKEN}"}},
                  "tickets": {"type": "http", "url": "https://mcp.example.com/mcp", "headers": {"Authorization": "Bearer ${TICKETS_TOKEN}"}}}}
                """),
            JsonNode.Parse(launch.Files["mcp.json"])));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Claude_McpServers_AreInThePrivateFolderOfTheAttemptWhenItBegins()
    {
        _bench.Request = _bench.Request with { Tools = new AgentTools(["mcp__github"], [Github]) };
        _bench.Host.End();
        await _bench.RunAsync(_bench.Claude);

        var file = Path.Combine(_bench.Request.Directory, "mcp.json");
        Assert.Contains("mcp-github", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Copilot_Tools_AreArgumentsAndItsServersAFile()
    {
        var launch = new CopilotDialect().Launch(_bench.Request with { Tools = new AgentTools(["shell(git:*)", "github(search)"], [Github]), Options = Options(("allow_tool", new List<object?> { "shell", "github" })) });

        Assert.Equal(
            ["copilot", "-p", "Say four.", "--output-format", "json", "--no-ask-user", "--allow-tool", "shell(git:*)", "--allow-tool", "github(search)", "--additional-mcp-config", $"@{Path.Combine(_bench.Request.Directory, "mcp.json")}"],
            launch.Command);
        var server = JsonNode.Parse(launch.Files["mcp.json"])!["mcpServers"]!["github"]!;
        Assert.Equal(("local", "*"), ((string?)server["type"], (string?)server["tools"]![0]));
    }

    [Fact]
    public void Copilot_EverythingAllowedBesides_IsRefused()
    {
        var request = _bench.Request with { Tools = new AgentTools(["write"], []) };

        Assert.Throws<CliOptionException>(() => new CopilotDialect().Launch(request with { Options = Options(("allow_all_tools", true)) }));
        Assert.Throws<CliOptionException>(() => new CopilotDialect().Launch(request with { Environment = Texts(("COPILOT_ALLOW_ALL", "true")) }));
    }

    [Fact]
    public void Gemini_Tools_AreOneArgumentAndItsModeMayNotAllowMore()
    {
        var request = _bench.Request with { Tools = new AgentTools(["read_file", "run_shell_command(git status)"], []) };

        var command = new GeminiDialect().Launch(request).Command;
        Assert.Equal("read_file,run_shell_command(git status)", command[command.ToList().IndexOf("--allowed-tools") + 1]);
        Assert.Throws<CliOptionException>(() => new GeminiDialect().Launch(request with { Options = Options(("approval_mode", "yolo")) }));
    }

    [Fact]
    public void RefuseTools_OfEveryKind_IsNullOnlyWhereTheyAreKept()
    {
        ICliDialect[] cannot =
        [
            new CodexDialect(),
            new ApiDialect(ApiAgentSettings.Anthropic, AgentSettings.Default),
            new CommandDialect(new CommandAgentSettings { Id = "mine", Command = ["mine"] }),
        ];
        var (limit, servers) = (new AgentTools(["Read"], []), new AgentTools(null, [Github]));

        Assert.All(cannot, dialect => Assert.Contains("leave 'tools' out", dialect.RefuseTools(limit), StringComparison.Ordinal));
        Assert.All(cannot, dialect => Assert.NotNull(dialect.RefuseTools(servers)));
        Assert.Null(new ClaudeDialect().RefuseTools(servers));
        Assert.Null(new CopilotDialect().RefuseTools(servers));
        Assert.Null(new GeminiDialect().RefuseTools(limit));
        Assert.Contains("its own settings", new GeminiDialect().RefuseTools(servers), StringComparison.Ordinal);
        Assert.Contains("shell cannot be held", _bench.Shell.RefuseTools(limit), StringComparison.Ordinal);
    }

    private CliLaunch Claude(IReadOnlyList<string> allowed, Dictionary<string, object?>? options = null) =>
        new ClaudeDialect().Launch(_bench.Request with { Tools = new AgentTools(allowed, []), Options = options ?? [] });

    private static Dictionary<string, object?> Options(params (string Name, object? Value)[] options) => options.ToDictionary(o => o.Name, o => o.Value, StringComparer.Ordinal);

    private static Dictionary<string, string> Texts(params (string Name, string Value)[] texts) => texts.ToDictionary(t => t.Name, t => t.Value, StringComparer.Ordinal);
}
