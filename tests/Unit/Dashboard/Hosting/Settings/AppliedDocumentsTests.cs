using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Signalbox.Dashboard.Hosting;
using Signalbox.Dashboard.Hosting.Settings;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Identity;
using Signalbox.Unit.Persistence.Transfer;

namespace Signalbox.Unit.Dashboard.Hosting.Settings;

/// <summary>What a server reads at its start where a configuration was applied.</summary>
public sealed class AppliedDocumentsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_WithAnAppliedConfiguration_WorksByIt()
    {
        await ApplyAsync("version: 1.0.0\nglobal: {limits: {max_concurrent_runs: 7}}\ndeployment: {urls: [\"http://127.0.0.1:5099\"]}\n");
        var (documents, options) = await OpenAsync();
        Assert.Equal((1, 7), (documents.AppliedNumber, options.MaxConcurrentRuns));
        Assert.Equal(["http://127.0.0.1:5099"], documents.Urls);
    }

    [Fact]
    public async Task Open_WithAWorkflowOfAnAgentThatNobodyKnowsYet_Starts()
    {
        await ApplyAsync("version: 1.0.0\nworkflows:\n  nightly: {steps: [{id: a, agent: builder, prompt: hi}]}\n");
        Directory.CreateDirectory(_folder.In("data"));
        await File.WriteAllTextAsync(Path.Combine(_folder.In("data"), "signalbox.yaml"), "version: 1.0.0\nworkflows:\n  mine: {steps: [{id: a, agent: another, prompt: hi}]}\n", Stop);
        var (documents, _) = await OpenAsync();
        Assert.Equal(["mine", "nightly"], documents.Effective.Workflows.Select(w => w.Slug));
    }

    [Fact]
    public async Task Open_WithAProviderThatOptionsAllow_Starts()
    {
        await ApplyAsync("version: 1.0.0\nagents:\n  mine: {kind: worker, capabilities: [build], provider: house, model: m}\n");
        Directory.CreateDirectory(_folder.In("data"));
        await File.WriteAllTextAsync(Path.Combine(_folder.In("data"), "signalbox.yaml"), "version: 1.0.0\nglobal: {providers: [house]}\n", Stop);
        var (documents, _) = await OpenAsync();
        Assert.Equal("mine", Assert.Single(documents.Effective.Agents).Id);
    }

    [Fact]
    public async Task Open_WithADatabaseInTheAppliedConfiguration_StaysWhereItIs()
    {
        await ApplyAsync("version: 1.0.0\ndeployment: {storage: {provider: postgres, connection_string: \"Host=old;Database=x\"}}\n");
        var (documents, options) = await OpenAsync();
        Assert.Equal(1, documents.AppliedNumber);
        Assert.Null(options.Storage.ConnectionString);
    }

    [Fact]
    public async Task Open_AfterASecretMoved_KnowsWhereItWas()
    {
        await ApplyAsync("version: 1.0.0\nglobal: {secrets: {TOKEN: \"file:/run/one\"}}\n", "version: 1.1.0\nglobal: {secrets: {TOKEN: \"file:/run/two\"}}\n", "version: 1.2.0\n");
        var (documents, options) = await OpenAsync();
        Assert.Empty(options.Secrets);
        Assert.Equal([("TOKEN", "/run/one"), ("TOKEN", "/run/two")], documents.EarlierSecrets.Select(s => (s.Name, s.Source)));
    }

    [Fact]
    public async Task Open_WithoutTheAppliedConfiguration_WaitsForTheNext()
    {
        await ApplyAsync("version: 1.0.0\nglobal: {limits: {max_concurrent_runs: 7}}\n");
        var (documents, options) = await OpenAsync("--Configuration:Applied=false");
        Assert.Equal((0, 1), (documents.AppliedNumber, documents.LeftOut));
        Assert.NotEqual(7, options.MaxConcurrentRuns);
    }

    [Fact]
    public async Task Open_WithFaultsOfSeveralKinds_SaysThemAtOnce()
    {
        await ApplyAsync("version: 1.0.0\nglobal: {ports: 90-10, limits: {max_concurrent_runs: 0}}\n");
        var fault = await Assert.ThrowsAsync<SignalboxFaultException>(() => OpenAsync());
        Assert.Contains("out-of-range", fault.Message, StringComparison.Ordinal);
        Assert.Contains("found '90-10'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("--Configuration:Applied=false", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task ApplyAsync(params IReadOnlyList<string> texts)
    {
        await using var database = await SqliteFileDatabase.OpenAsync(DataDirectory.Open(_folder.In("data")).DatabaseFile);
        foreach (var (i, text) in texts.Index())
        {
            Assert.True(await database.Configurations.AddAsync(
                new ConfigurationVersion
                {
                    Id = EntityId.New<ConfigurationVersionId>(),
                    Number = i + 1,
                    Version = $"1.{i}.0",
                    Text = text,
                    Sha256 = new string('a', 64),
                    Diff = "",
                    AppliedBy = "ada",
                    AppliedAt = database.Clock.Now,
                },
                null,
                Stop));
        }
    }

    private Task<(ServerDocuments Documents, SignalboxOptions Options)> OpenAsync(params string[] arguments)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddCommandLine(arguments);
        return ServerDocuments.OpenAsync(builder.Configuration, DataDirectory.Open(_folder.In("data")), Stop);
    }
}
