using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Signalbox.Dashboard.Hosting;
using Signalbox.Dashboard.Hosting.Settings;
using Signalbox.Engine.Governance.Configuration;

namespace Signalbox.Unit.Dashboard.Hosting.Settings;

public sealed class ServerDocumentsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_WithAUserFile_StandsAboveAppsettingsAndBelowArguments()
    {
        await WriteAsync("version: 1.0.0\nglobal:\n  limits: {max_concurrent_runs: 7, max_runs_per_repository: 3}\nagents:\n  local: {kind: api, base_url: \"http://127.0.0.1:1/v1\"}\n  off: {enabled: false}\n");
        var (_, options) = await OpenAsync("--Limits:MaxConcurrentRuns=9");
        Assert.Equal((9, 3), (options.MaxConcurrentRuns, options.MaxRunsPerRepository));
        Assert.Equal("local", Assert.Single(options.Agents.Api).Id);
        Assert.Equal("off", Assert.Single(options.Agents.Disabled).Id);
    }

    [Fact]
    public async Task Open_WithABrokenUserFile_SaysEveryFaultWithItsLine()
    {
        await WriteAsync("version: 1\nglobal:\n  limits: {max_concurrent_runs: 0}\n");
        var fault = await Assert.ThrowsAsync<SignalboxFaultException>(() => OpenAsync());
        Assert.Contains($"{_folder.In("data")}/signalbox.yaml:1:10: error bad-version", fault.Message, StringComparison.Ordinal);
        Assert.Contains("signalbox.yaml:3:33: error out-of-range", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_StandsAboveTheUserFile_AndSaysWhatNeedsARestart()
    {
        await WriteAsync("version: 1.0.0\nglobal:\n  limits: {max_concurrent_runs: 7, grace_seconds: 3}\n  providers: [a, b]\n");
        var (documents, _) = await OpenAsync();
        Assert.Empty(documents.Take(Read("version: 1.1.0\nglobal:\n  limits: {max_concurrent_runs: 8}\n  providers: [c]\nobservability: {log_level: error}\n"), 1));
        var now = documents.Read();
        Assert.Equal((8, TimeSpan.FromSeconds(3)), (now.MaxConcurrentRuns, now.Grace));
        Assert.Equal(["c"], now.AgentRules.Providers);

        Assert.Equal(
            ["global.limits.grace_seconds", "deployment.auth.link_minutes", "deployment.urls"],
            documents.Take(Read("version: 1.2.0\nglobal:\n  limits: {grace_seconds: 4}\ndeployment: {urls: [\"http://127.0.0.1:5081\"], auth: {link_minutes: 9}}\n"), 2).OrderBy(p => p.EndsWith("urls", StringComparison.Ordinal) ? 2 : p.EndsWith("minutes", StringComparison.Ordinal) ? 1 : 0));
        Assert.Equal(7, documents.Read().MaxConcurrentRuns);

        // As it was at the start: nothing is left to wait for.
        Assert.Empty(documents.Take(Read("version: 1.3.0\n"), 3));
    }

    [Fact]
    public async Task Faults_OfWhatTheServerCannotTake_StandAtTheirLines()
    {
        var (documents, _) = await OpenAsync("--Agents:Api:mine:Kind=openai", "--Agents:Api:mine:BaseUrl=http://127.0.0.1:1/v1");
        const string Text = """
            version: 1.0.0
            global:
              ports: 90-10
              mcp_servers:
                docs: {url: "http://x/mcp", headers: {Authorization: abc}}
            agents:
              mine: {kind: worker, capabilities: [build]}
            observability: {otlp: {endpoint: nowhere}}
            deployment:
              urls: ["http://0.0.0.0:80"]
              storage: {provider: postgres, connection_string: "${env:NOT_THERE_AT_ALL}"}
            """;
        var faults = DocumentFaults.Find(Read(Text), "c.yaml", documents);
        Assert.Equal([3, 5, 7, 8, 10, 11, 11], faults.Select(f => f.Line).Order());
        Assert.All(faults, f => Assert.EndsWith(".", f.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(faults, f => f.Message.Contains("abc", StringComparison.Ordinal));

        // Without a server: what only it knows is not said.
        Assert.Equal([3, 5, 8, 10], DocumentFaults.Find(Read(Text), "c.yaml").Select(f => f.Line).Order());
    }

    [Fact]
    public async Task Faults_OfAnotherDatabase_NameThePlaceWhereItBelongs()
    {
        var (documents, _) = await OpenAsync();

        // Also the one that it is in today: the rows may be copied elsewhere tomorrow.
        var fault = Assert.Single(DocumentFaults.Find(Read("version: 1.0.0\ndeployment:\n  storage: {provider: sqlite}\n"), "c.yaml", documents));
        Assert.All(DocumentFaults.Find(Read("version: 1.0.0\ndeployment:\n  storage: {provider: postgres, connection_string: \"Host=db;Database=x\"}\n"), "c.yaml", documents), f => Assert.Equal((3, ConfigurationCodes.FixedHere), (f.Line, f.Code)));
        Assert.Equal((3, ConfigurationCodes.FixedHere), (fault.Line, fault.Code));
    }

    public void Dispose() => _folder.Dispose();

    private static ConfigurationDocument Read(string text)
    {
        var read = ConfigurationReader.Read(text, "c.yaml");
        Assert.Empty(read.Diagnostics);
        return read.Document!;
    }

    private Task WriteAsync(string text)
    {
        Directory.CreateDirectory(_folder.In("data"));
        return File.WriteAllTextAsync(Path.Combine(_folder.In("data"), "signalbox.yaml"), text, Stop);
    }

    private Task<(ServerDocuments Documents, SignalboxOptions Options)> OpenAsync(params string[] arguments)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddCommandLine(arguments);
        return ServerDocuments.OpenAsync(builder.Configuration, DataDirectory.Open(_folder.In("data")), Stop);
    }
}
