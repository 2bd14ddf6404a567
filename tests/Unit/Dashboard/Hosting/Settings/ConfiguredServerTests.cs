using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Signalbox.Dashboard.Hosting;
using Signalbox.Engine.Governance.Configuration;
using Signalbox.Engine.Library;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Unit.Dashboard.Hosting.Settings;

/// <summary>The whole server, with its own engine: a configuration is applied, and the server starts again with it.</summary>
public sealed class ConfiguredServerTests : IDisposable
{
    private const string Text = """
        version: 1.0.0
        global: {limits: {max_runs_per_repository: 63}}
        workflows:
          nightly: {steps: [{id: a, agent: builder, prompt: hi}]}
        """;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_AfterAConfigurationWasApplied_WorksByIt()
    {
        await using (var server = await StartAsync(services => services.AddSingleton<IWorkflowLibrary>(provider => new LateLibrary(ActivatorUtilities.CreateInstance<WorkflowLibrary>(provider)))))
        {
            using var client = Client(server);
            using var added = await client.PostAsJsonAsync("/api/v1/agents", new { id = "builder", kind = "worker", capabilities = (string[])["build"] }, Stop);
            Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync(Stop));

            // In force, though a repository cannot be read at this moment.
            var library = (LateLibrary)server.Web.Services.GetRequiredService<IWorkflowLibrary>();
            library.Fault = new IOException("the folder is away");
            using var answer = await client.PutAsJsonAsync("/api/v1/config", new { text = Text }, Stop);
            var applied = await answer.Content.ReadAsStringAsync(Stop);
            Assert.True(answer.IsSuccessStatusCode, applied);
            Assert.Contains("the folder is away", applied, StringComparison.Ordinal);

            library.Fault = null;
            var desk = server.Web.Services.GetRequiredService<ConfigurationDesk>();
            await desk.SettleAsync(Stop);
            Assert.Empty(desk.Unsettled);
        }

        await using var next = await StartAsync();
        using var again = Client(next);
        var shown = await again.GetFromJsonAsync<JsonElement>("/api/v1/config", Stop);
        Assert.Equal("1.0.0", shown.GetProperty("version").GetProperty("version").GetString());
        Assert.Empty(shown.GetProperty("restartNeeded").EnumerateArray());
        Assert.Equal(63, next.Web.Services.GetRequiredService<SignalboxOptions>().MaxRunsPerRepository);
    }

    public void Dispose() => _folder.Dispose();

    private Task<SignalboxApp> StartAsync(Action<IServiceCollection>? services = null) => SignalboxApp.StartAsync(
        new ServerSettings { DataPath = _folder.In("data"), Urls = ["http://127.0.0.1:0"], ConfigureServices = services }, TextWriter.Null, Stop);

    private static HttpClient Client(SignalboxApp server)
    {
        var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(server.Data.TokenFile).Trim());
        return client;
    }

    /// <summary>One whose folders are away for a while.</summary>
    private sealed class LateLibrary(WorkflowLibrary inner) : IWorkflowLibrary, IDisposable
    {
        public Exception? Fault { get; set; }

        public Task<AddRepositoryResult> AddRepositoryAsync(string path, CancellationToken cancellationToken) => inner.AddRepositoryAsync(path, cancellationToken);

        public Task<IReadOnlyList<Repository>> RepositoriesAsync(CancellationToken cancellationToken) => Fault is null ? inner.RepositoriesAsync(cancellationToken) : throw Fault;

        public Task<IReadOnlyList<WorkflowEntry>> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

        public Task<IReadOnlyList<WorkflowEntry>> FindAsync(string name, CancellationToken cancellationToken) => inner.FindAsync(name, cancellationToken);

        public Task SyncAsync(Repository repository, CancellationToken cancellationToken) => Fault is null ? inner.SyncAsync(repository, cancellationToken) : throw Fault;

        public void Dispose() => inner.Dispose();
    }
}
