using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>Two servers with a data directory each on one PostgreSQL.</summary>
public sealed class ClusterTests
{
    private const string LeaseSeconds = "3";

    // The first attempt of the second step would work for minutes, a later one is soon done: the takeover is what is waited for.
    private static readonly (string Name, string Yaml) Long = ("long", """
        version: "1.0"
        name: long
        key: LONG
        inputs:
          ledger: {type: string, required: true}
        env: {LEDGER: "{{inputs.ledger}}"}
        steps:
          - id: done
            run: worker 3 0
          - id: work
            needs: [done]
            run: if [ "$SIGNALBOX_ATTEMPT_NUMBER" = 1 ]; then exec worker 6000 0.05; else exec worker 5 0; fi
        """);

    private static readonly (string Name, string Yaml) Ask = ("ask", """
        version: "1.0"
        name: ask
        key: ASK
        inputs:
          ledger: {type: string, required: true}
        steps:
          - id: ask
            approval: {question: "Go on?"}
          - id: after
            needs: [ask]
            run: echo gone on
        """);

    [Fact]
    public async Task TwoServers_EachSeesTheOthersRuns_AndTakesThemOverWhenItDies()
    {
        Assert.SkipWhen(PostgresDatabase.Absent is not null, PostgresDatabase.Absent ?? "");
        var stop = TestContext.Current.CancellationToken;
        await using var database = await PostgresDatabase.CreateAsync(stop);
        using var folder = new TemporaryFolder();
        var ledger = new Ledger(folder.Combine("ledger"));
        var repository = await TestRepository.CreateAsync(folder.Combine("shop"), stop, Long, Ask);
        string[] options =
        [
            "--Storage:Provider=postgres", $"--Storage:ConnectionString={database.ConnectionString}", $"--Cluster:Lease=00:00:0{LeaseSeconds}",
            "--Processes:Grace=00:00:01", "--Samples:Install=false",
        ];

        // Together, on a database without tables.
        var starting = SignalboxServer.StartAsync(folder.Combine("a"), stop, options);
        await using (var b = await SignalboxServer.StartAsync(folder.Combine("b"), stop, options))
        {
            await using var first = await starting;
            Assert.Equal(HttpStatusCode.OK, (await first.PostAsync("/api/v1/repositories", new { path = repository.Path }, stop)).Status);
            await ApprovalGivenAtTheOtherAsync(first, b, ledger, stop);

            var key = await StartAsync(first, "long", ledger, stop);
            var old = await SeenLiveAsync(b, key, ledger, stop);
            await first.KillAsync();
            var began = Stopwatch.GetTimestamp();
            Assert.True(Survivors.IsAlive(old), "the agent died with its server");
            var run = await b.WaitForRunAsync(key, stop, "Completed", "Failed", "Cancelled");
            TestContext.Current.SendDiagnosticMessage($"taken over and completed {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s after the kill, with a lease of {LeaseSeconds} s");
            await AssertTakenOverAsync(b, key, run, ledger, stop);
            Assert.True(Survivors.IsAlive(old), "nobody but its own node can end the old agent");

            await using var again = await SignalboxServer.StartAsync(folder.Combine("a"), stop, options);
            await Until.TrueAsync(() => !Survivors.IsAlive(old), "the node that is back to end the agent that is no longer its own", stop);
            await CancelAtTheOtherAsync(again, b, ledger, stop);
            await CommandLineAsync(folder.Combine("c"), database, key, stop);
        }
    }

    /// <summary>A run of one server waits; the answer is given to the other one, and the first goes on with it.</summary>
    private static async Task ApprovalGivenAtTheOtherAsync(SignalboxServer home, SignalboxServer other, Ledger ledger, CancellationToken stop)
    {
        var key = await StartAsync(home, "ask", ledger, stop);
        await other.WaitForRunAsync(key, stop, "Waiting");
        var approval = (await other.GetAsync($"/api/v1/approvals?run={key}", stop))[0].GetProperty("id").GetString();
        var began = Stopwatch.GetTimestamp();
        Assert.Equal(HttpStatusCode.OK, (await other.PostAsync($"/api/v1/approvals/{approval}/approve", new { }, stop)).Status);
        var run = await home.WaitForRunAsync(key, stop, "Completed", "Failed");
        Assert.Equal("Completed", run.GetProperty("status").GetString());
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10), "it waited for the sweep: nobody told its home");
        Assert.True(Directory.Exists(Path.Combine(home.Data, "runs", key, "workspace")), "it went on where its workspace is");
        Assert.Empty(Directory.GetDirectories(Path.Combine(other.Data, "runs"), $"{key}*"));
    }

    /// <summary>Events of the run arrive at the other server as they are committed, and its log can be read there. The process of the second step.</summary>
    private static async Task<int> SeenLiveAsync(SignalboxServer server, string key, Ledger ledger, CancellationToken stop)
    {
        using var client = server.CreateClient();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var stream = new StreamReader(await client.GetStreamAsync(new Uri($"/api/v1/runs/{key}/stream", UriKind.Relative), limit.Token));
        string? attempt = null;
        while (attempt is null)
        {
            var line = await stream.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("the stream ended");
            if (line.StartsWith("data:", StringComparison.Ordinal) && line.Contains("\"stepId\":\"work\"", StringComparison.Ordinal) && line.Contains("Pending -> Running", StringComparison.Ordinal))
            {
                var steps = (await server.GetAsync($"/api/v1/runs/{key}", stop)).GetProperty("steps");
                attempt = steps[1].GetProperty("attempts")[0].GetProperty("id").GetString();
            }
        }

        await Until.TrueAsync(
            async () => (await server.GetAsync($"/api/v1/attempts/{attempt}/log?stream=stdout&from=1&count=100", stop)).GetProperty("lines").GetArrayLength() >= 5, "the log of the other server's run", stop);
        return (await ledger.ReadAsync(stop)).Single(e => e.Kind is "start" && e.Step is "work" && string.Equals(e.Run, key, StringComparison.Ordinal)).Number;
    }

    private static async Task AssertTakenOverAsync(SignalboxServer server, string key, JsonElement run, Ledger ledger, CancellationToken stop)
    {
        Assert.True(run.GetProperty("status").GetString() is "Completed", $"{run}\n{server.Output}");
        var entries = (await ledger.ReadAsync(stop)).Where(e => string.Equals(e.Run, key, StringComparison.Ordinal)).ToList();
        Assert.Equal(["start", "end"], entries.Where(e => e.Step is "done").Select(e => e.Kind));
        Assert.Equal([1, 2], entries.Where(e => e is { Kind: "start", Step: "work" }).Select(e => e.Attempt));
        Assert.Equal([2], entries.Where(e => e is { Kind: "end", Step: "work" }).Select(e => e.Attempt));
        var attempts = run.GetProperty("steps")[1].GetProperty("attempts");
        Assert.Equal(["Interrupted", "Succeeded"], attempts.EnumerateArray().Select(a => a.GetProperty("outcome").GetString()));
        Assert.Equal("node_gone", attempts[0].GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("Taken over from node", (await server.GetAsync($"/api/v1/runs/{key}/events?after=0", stop)).ToString(), StringComparison.Ordinal);

        // In a folder of its own name: servers may have their data under the same path, and they share the repository.
        Assert.True(Directory.Exists(Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(server.Data, "runs"), $"{key}*")), "workspace")), "the workspace of the server that took it over");
        Assert.Empty(Directory.GetDirectories(Path.Combine(server.Data, "runs"), key));
    }

    /// <summary>A cancel that is asked for at one server stops the agent of the other.</summary>
    private static async Task CancelAtTheOtherAsync(SignalboxServer home, SignalboxServer other, Ledger ledger, CancellationToken stop)
    {
        var key = await StartAsync(home, "long", ledger, stop);
        var pid = 0;
        await Until.TrueAsync(
            async () => (pid = (await ledger.ReadAsync(stop)).FirstOrDefault(e => e is { Kind: "start", Step: "work" } && string.Equals(e.Run, key, StringComparison.Ordinal))?.Number ?? 0) > 0, "the agent at work", stop);
        var began = Stopwatch.GetTimestamp();
        Assert.Equal(HttpStatusCode.Accepted, (await other.PostAsync($"/api/v1/runs/{key}/cancel", new { }, stop)).Status);
        await other.WaitForRunAsync(key, stop, "Cancelled");
        TestContext.Current.SendDiagnosticMessage($"cancelled {Stopwatch.GetElapsedTime(began).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s after it was asked for at the other server");
        Assert.False(Survivors.IsAlive(pid), "the run says Cancelled and its agent is alive");
    }

    /// <summary>Commands without a server of their own work on the database.</summary>
    private static async Task CommandLineAsync(string data, PostgresDatabase database, string key, CancellationToken stop)
    {
        var environment = new Dictionary<string, string>(SignalboxServer.EnvironmentFor(data), StringComparer.Ordinal)
        {
            ["SIGNALBOX__Storage__Provider"] = "postgres",
            ["SIGNALBOX__Storage__ConnectionString"] = "env:DATABASE_OF_THE_TEST",
            ["DATABASE_OF_THE_TEST"] = database.ConnectionString,
            ["SIGNALBOX__Samples__Install"] = "false",
        };
        var shown = await Command.RunAsync("dotnet", [TestPaths.Signalbox, "run", "show", key, "--json"], stop, environment: environment);
        Assert.True(shown.ExitCode == 0, shown.ToString());
        Assert.Equal("Completed", JsonSerializer.Deserialize<JsonElement>(shown.Output).GetProperty("status").GetString());
        var doctor = await Command.RunAsync("dotnet", [TestPaths.Signalbox, "doctor"], stop, environment: environment);
        Assert.Contains("ok    PostgreSQL: ", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("nodes alive", doctor.Output, StringComparison.Ordinal);
    }

    private static async Task<string> StartAsync(SignalboxServer server, string workflow, Ledger ledger, CancellationToken stop)
    {
        var (status, body) = await server.PostAsync("/api/v1/runs", new { workflow, inputs = new { ledger = ledger.Path } }, stop);
        Assert.True(status == HttpStatusCode.Created, $"{status} {body}\n{server.Output}");
        return body.GetProperty("key").GetString()!;
    }
}
