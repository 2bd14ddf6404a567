using System.Runtime.Versioning;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Agents.Api;
using Signalbox.Engine.Agents.Commands;

namespace Signalbox.Unit.Engine.Agents;

/// <summary>The catalog while the configuration changes.</summary>
[SupportedOSPlatform("linux")]
public sealed class ConfiguredCatalogTests : IDisposable
{
    private readonly AgentBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Change_NewAndGoneAgents_AreListedOrNot_AndRunsKeepTheirs()
    {
        using var catalog = Catalog(new AgentSettings { Api = [Local("one"), Local("two")] });
        var two = catalog.Find("two");
        catalog.Change(new AgentSettings { Api = [Local("one"), Local("three")] });
        await catalog.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["one", "three"], catalog.Agents.Where(a => a.IsConfigured).Select(a => a.Id));
        Assert.Null(catalog.FindInfo("two"));
        Assert.Same(two, catalog.Find("two"));
        Assert.NotNull(catalog.Find("three"));
    }

    [Fact]
    public async Task Change_SwitchedOff_IsListedInactive_FoundOrNot()
    {
        using var catalog = Catalog(AgentSettings.Default);
        catalog.Change(new AgentSettings { Disabled = [new DisabledAgent("shell", AgentKind.Cli), new DisabledAgent("later", AgentKind.Command) { Name = "Later" }] });
        await catalog.RefreshAsync(TestContext.Current.CancellationToken);

        Assert.Equal((AgentKind.Shell, AgentStatus.Inactive, DisabledAgent.Reason), Of("shell"));
        Assert.Equal((AgentKind.Command, AgentStatus.Inactive, DisabledAgent.Reason), Of("later"));
        Assert.Equal("Later", catalog.FindInfo("later")!.Name);

        catalog.Change(AgentSettings.Default);
        await catalog.RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal(AgentStatus.Active, catalog.FindInfo("shell")!.Status);
        Assert.Null(catalog.FindInfo("later"));

        (AgentKind, AgentStatus, string) Of(string id) => (catalog.FindInfo(id)!.Kind, catalog.FindInfo(id)!.Status, catalog.FindInfo(id)!.StatusReason);
    }

    [Fact]
    public void Change_Capabilities_AreThoseOfTheConfiguration()
    {
        using var catalog = Catalog(AgentSettings.Default);
        catalog.Change(new AgentSettings
        {
            Api = [Local("one") with { Capabilities = ["code_review"], Provider = "ollama" }],
            Commands = [new CommandAgentSettings { Id = "two", Command = ["two"], Capabilities = ["build"] }],
        });
        Assert.Equal(["code_review"], catalog.Settings.Api[0].Capabilities!);
        Assert.NotNull(catalog.Find("two"));
    }

    private AgentCatalog Catalog(AgentSettings settings) =>
        new(_bench.Runner, _bench.Logs, new AgentEnvironment(new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = _bench.Folder["bin"] }), settings, TimeProvider.System, TimeSpan.FromSeconds(30));

    private static ApiAgentSettings Local(string id) => new() { Id = id, Kind = ApiKind.OpenAI, BaseUrl = new Uri("http://127.0.0.1:1/v1") };
}
