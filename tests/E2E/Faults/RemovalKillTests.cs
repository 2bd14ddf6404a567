using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>kill -9 of the server while it removes a workspace: the next server carries it to its end, and nothing of git is left behind.</summary>
public sealed class RemovalKillTests(RemovalKillTests.Place place) : IClassFixture<RemovalKillTests.Place>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private FaultBench Bench => place.Bench;

    [Theory]
    [InlineData("set aside")]
    [InlineData("decided")]
    public async Task ServerKilledWhileItRemoves_TheNextOneCarriesItToItsEnd(string moment)
    {
        var key = await Bench.StartRunAsync("heap", Stop);
        await Bench.EndAsync(key, Stop);
        var workspace = Path.Combine(Bench.Run(key), "workspace");
        using var client = Bench.Server.CreateClient();

        // What it answers nobody hears: it is killed.
        var asked = Task.Run(() => AnswerAsync(client, $"/api/v1/workspaces/{key}?force=true"), Stop);
        var isThere = moment is "decided" ? (Func<bool>)(() => Directory.Exists(workspace + ".removed")) : () => !Directory.Exists(workspace);
        while (!isThere() && !asked.IsCompleted)
        {
            await Task.Yield();
        }

        Assert.False(asked.IsCompleted, asked.IsCompleted ? await asked : "");
        await Bench.Server.KillAsync();
        await asked;
        await Bench.StartServerAsync(Stop);

        await Until.TrueAsync(
            async () => (await Bench.Server.GetAsync($"/api/v1/workspaces/{key}", Stop)).GetProperty("status").GetString() is "Removed", $"the workspace of {key} to be removed", Stop);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Bench.Run(key), "workspace*"));
        Assert.DoesNotContain(key, await Bench.Repository.GitAsync(Stop, "worktree", "list"), StringComparison.Ordinal);
        Assert.DoesNotContain(key, await Bench.Repository.GitAsync(Stop, "branch", "--list"), StringComparison.Ordinal);
    }

    private static async Task<string> AnswerAsync(HttpClient client, string path)
    {
        try
        {
            using var response = await client.DeleteAsync(new Uri(path, UriKind.Relative), Stop);
            return $"{response.StatusCode} {await response.Content.ReadAsStringAsync(Stop)}";
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
    }

    public sealed class Place : IAsyncLifetime
    {
        // Enough that its deletion takes a while, quickly made.
        private const string Heap = """
            version: "1.0"
            name: heap
            key: HEAP
            inputs:
              ledger: {type: string, required: true}
            steps:
              - id: pile
                run: |
                  mkdir -p heap && cd heap && seq 1 20000 | xargs touch
            """;

        internal FaultBench Bench { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Bench = await FaultBench.CreateAsync([("heap", Heap)], TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => Bench?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
