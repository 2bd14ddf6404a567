using System.Runtime.Versioning;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Commands;
using Signalbox.Engine.Coordination;
using Signalbox.Engine.Events;
using Signalbox.Engine.Processes;
using Signalbox.Unit.Dashboard.Hosting;
using Signalbox.Unit.Engine.Agents.Api;
using Signalbox.Unit.Engine.Runs;

namespace Signalbox.Unit.Engine.Agents;

[SupportedOSPlatform("linux")]
public sealed class AgentCatalogTests : IDisposable
{
    private readonly AgentBench _bench = new();
    private readonly string _bin;

    public AgentCatalogTests() => _bin = Directory.CreateDirectory(_bench.Folder["bin"]).FullName;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task RefreshAsync_NothingInstalled_SaysWhatToInstall()
    {
        using var catalog = Catalog();

        await catalog.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["claude", "codex", "copilot", "gemini", "anthropic", "openai", "shell"], catalog.Agents.Select(agent => agent.Id).ToArray());
        var claude = catalog.FindInfo("claude")!;
        Assert.Equal(AgentStatus.Unregistered, claude.Status);
        Assert.Equal("Claude Code is not on the PATH: install it with `npm install -g @anthropic-ai/claude-code` and sign in, then check again", claude.StatusReason);
        Assert.Null(claude.Program);
        Assert.Equal(AgentStatus.Active, catalog.FindInfo("shell")!.Status);
        Assert.Null(catalog.Find("nobody"));
        Assert.Equal("claude", catalog.Find("claude")!.Id);
    }

    [Fact]
    public async Task RefreshAsync_Installed_KnowsPathAndVersion()
    {
        var path = Program("claude", "[ \"$1\" = --version ] && printf '\\033[1m2.1.7 (Claude Code)\\033[0m\\nmore\\n'");
        using var catalog = Catalog();
        Assert.Equal(AgentStatus.Registering, catalog.FindInfo("claude")!.Status);

        await catalog.RefreshAsync(TestContext.Current.CancellationToken);

        var claude = catalog.FindInfo("claude")!;
        Assert.Equal(AgentStatus.Active, claude.Status);
        Assert.Equal("2.1.7 (Claude Code)", claude.Version);
        Assert.Equal(path, claude.Program);
        Assert.NotNull(claude.LastHealthCheck);
    }

    [Fact]
    public async Task RefreshAsync_ProgramFails_SaysWhy()
    {
        Program("codex", "echo 'node: not found' >&2; exit 127");
        using var catalog = Catalog();

        await catalog.RefreshAsync(TestContext.Current.CancellationToken);

        var codex = catalog.FindInfo("codex")!;
        Assert.Equal(AgentStatus.Error, codex.Status);
        Assert.Contains("ended with exit code 127: node: not found", codex.StatusReason, StringComparison.Ordinal);
        Assert.EndsWith("repair or reinstall it, then check again", codex.StatusReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefreshAsync_ProgramHangs_GivesUpAndKillsIt()
    {
        var pidFile = _bench.Folder["pid"];
        Program("codex", $"echo $$ > {pidFile}; exec sleep 600");
        using var catalog = Catalog(TimeSpan.FromSeconds(1));

        await catalog.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Contains("did not answer within 1 s", catalog.FindInfo("codex")!.StatusReason, StringComparison.Ordinal);
        var pid = (await File.ReadAllTextAsync(pidFile, TestContext.Current.CancellationToken)).Trim();
        Assert.False(File.Exists($"/proc/{pid}/stat") && !(await File.ReadAllTextAsync($"/proc/{pid}/stat", TestContext.Current.CancellationToken)).Contains(") Z ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RefreshAsync_ProgramFloods_KeepsTheBeginning()
    {
        Program("codex", "i=0; while [ $i -lt 3000 ]; do echo 'codex-cli 1.0 and a lot of text after it to fill the pipe'; i=$((i + 1)); done");
        using var catalog = Catalog();

        await catalog.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("codex-cli 1.0", catalog.FindInfo("codex")!.Version, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefreshAsync_FileWithoutExecuteBit_IsNotFound()
    {
        await File.WriteAllTextAsync(Path.Combine(_bin, "codex"), "#!/bin/sh\n", TestContext.Current.CancellationToken);
        using var catalog = Catalog();

        await catalog.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(AgentStatus.Unregistered, catalog.FindInfo("codex")!.Status);
    }

    [Fact]
    public async Task RefreshAsync_AgentsOfTheConfiguration_SayWhetherTheyCanWork()
    {
        var path = Program("mine", "exit 9");
        using var catalog = Catalog(settings: new AgentSettings
        {
            ApiProgram = ["dotnet"],
            ServerEnvironment = name => name is "ANTHROPIC_API_KEY" ? "sk-1234567890" : null,
            Api = [new ApiAgentSettings { Id = "local", Kind = ApiKind.OpenAI, BaseUrl = new Uri("http://127.0.0.1:11434/v1") }],
            Commands = [new CommandAgentSettings { Id = "mine", Command = [path] }, new CommandAgentSettings { Id = "missing", Command = ["no-such-program"] }],
        });

        await catalog.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["claude", "codex", "copilot", "gemini", "anthropic", "openai", "local", "mine", "missing", "shell"], catalog.Agents.Select(agent => agent.Id));
        Assert.Equal(AgentStatus.Active, catalog.FindInfo("anthropic")!.Status);
        Assert.Equal(AgentStatus.Active, catalog.FindInfo("local")!.Status);
        Assert.Equal((AgentStatus.Active, path, null), (catalog.FindInfo("mine")!.Status, catalog.FindInfo("mine")!.Program, catalog.FindInfo("mine")!.Version));
        var openAI = catalog.FindInfo("openai")!;
        Assert.Equal(AgentStatus.Unregistered, openAI.Status);
        Assert.Contains("OPENAI_API_KEY is not set", openAI.StatusReason, StringComparison.Ordinal);
        Assert.Contains("Agents:Commands:missing:Command", catalog.FindInfo("missing")!.StatusReason, StringComparison.Ordinal);
        Assert.Equal("missing", catalog.Find("missing")!.Id);
    }

    /// <summary>Health is shown with its time: an answer of an API is as old as it is, however often the rest is looked at.</summary>
    [Fact]
    public async Task CheckApiAsync_ThenLookedAtAgain_KeepsTheTimeOfTheAnswer()
    {
        var clock = new EngineBench.ShiftedTime();
        await using var server = new WireServer(WireServer.Json(401, "{}"));
        using var catalog = Catalog(clock: clock, settings: new AgentSettings { ApiProgram = ["dotnet"], Api = [new ApiAgentSettings { Id = "local", Kind = ApiKind.OpenAI, BaseUrl = server.Url("/v1") }] });
        await catalog.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(AgentStatus.Active, catalog.FindInfo("local")!.Status);

        var health = (await catalog.CheckApiAsync("local", TestContext.Current.CancellationToken))!;
        clock.Move(TimeSpan.FromHours(1));
        await catalog.RefreshAsync(TestContext.Current.CancellationToken);

        var local = catalog.FindInfo("local")!;
        Assert.Equal((AgentStatus.Error, $"{server.Authority} wants a key (status 401): say where it is, then check again"), (local.Status, local.StatusReason));
        Assert.Equal(health.At, local.LastHealthCheck);
        Assert.True(catalog.FindInfo("shell")!.LastHealthCheck > health.At + TimeSpan.FromMinutes(59));
    }

    /// <summary>One bad answer does not stand for ever: whoever is asked again says how it is now.</summary>
    [Fact]
    public async Task CheckAll_ApiOfTheConfiguration_SaysHowItIsNowAndNothingOfOneThatWasNeverAsked()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var server = new WireServer(WireServer.Json(503, "{}"), WireServer.Json(200, """{"data":[]}"""));
        ApiAgentSettings[] apis = [new() { Id = "local", Kind = ApiKind.OpenAI, BaseUrl = server.Url("/v1") }, new() { Id = "other", Kind = ApiKind.OpenAI, BaseUrl = server.Url("/v1") }];
        using var catalog = Catalog(settings: new AgentSettings { ApiProgram = ["dotnet"], Api = apis });
        var (store, signals) = (new FakeCoordination(), new ClaimSignals());
        var directory = new AgentDirectory(catalog, store, store, signals, null!, TimeProvider.System);
        var pool = new WorkPool(store, store, store, null!, null!, signals, new ProcessLimits());
        var registry = new AgentRegistry(store, directory, new AgentRules(new AgentRulesOptions(), _ => null), pool, new RunEventBus(), TimeProvider.System);
        await registry.RefreshAsync(cancel);

        var bad = (await registry.CheckAsync("local", cancel)).Agent!.Status;
        await registry.CheckAllAsync(isWanted: false, cancel);

        Assert.Equal(AgentStatus.Error, bad);
        Assert.Equal((AgentStatus.Active, AgentStatus.Active), ((await registry.FindAsync("local", cancel))!.Status, catalog.FindInfo("local")!.Status));
        var other = (await registry.FindAsync("other", cancel))!;
        Assert.Equal((AgentStatus.Active, null), (other.Status, other.LastHealthCheck));
        Assert.Equal(2, server.Requests.Count);
    }

    private AgentCatalog Catalog(TimeSpan? timeout = null, AgentSettings? settings = null, TimeProvider? clock = null)
    {
        // The folder alone, so that a real CLI of the machine is not found; the scripts name their programs by a PATH of their own.
        var environment = new AgentEnvironment(new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = _bin });
        return new AgentCatalog(_bench.Runner, _bench.Logs, environment, settings ?? AgentSettings.Default, clock ?? TimeProvider.System, timeout ?? TimeSpan.FromSeconds(30));
    }

    private string Program(string name, string script)
    {
        var path = Path.Combine(_bin, name);
        File.WriteAllText(path, $"#!/bin/sh\nPATH=/usr/local/bin:/usr/bin:/bin\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
