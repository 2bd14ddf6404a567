using System.Net;
using System.Text.Json;
using Signalbox.E2E.Fixtures;

namespace Signalbox.E2E.Faults;

/// <summary>A data directory and a repository of a test's own, whose servers come and go.</summary>
internal sealed class FaultBench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _options;
    private SignalboxServer? _server;

    private FaultBench(string[] options)
    {
        _options = ["--Limits:MaxConcurrentRuns=32", $"--Processes:Grace={Grace}", "--Samples:Install=false", .. options];
        Ledger = new Ledger(Combine("ledger"));
    }

    public string Data => Combine("data");

    /// <summary>How long an agent that is stopped has before it is killed.</summary>
    public TimeSpan Grace { get; } = TimeSpan.FromSeconds(1);

    public Ledger Ledger { get; }

    public TestRepository Repository { get; private set; } = null!;

    /// <summary>The server of now.</summary>
    public SignalboxServer Server => _server ?? throw new InvalidOperationException("no server was started");

    /// <summary>A running server that knows a repository with these workflows.</summary>
    public static Task<FaultBench> CreateAsync((string Name, string Yaml)[] workflows, CancellationToken cancellationToken, params string[] options) =>
        CreateAsync(workflows, _ => Task.CompletedTask, cancellationToken, options);

    /// <summary>The same, with something that is done before the first server starts.</summary>
    public static async Task<FaultBench> CreateAsync(
        (string Name, string Yaml)[] workflows, Func<FaultBench, Task> before, CancellationToken cancellationToken, params string[] options)
    {
        var bench = new FaultBench(options);
        try
        {
            await before(bench);
            bench.Repository = await TestRepository.CreateAsync(bench.Combine("shop"), cancellationToken, workflows);
            await bench.StartServerAsync(cancellationToken);
            var (status, body) = await bench.Server.PostAsync("/api/v1/repositories", new { path = bench.Repository.Path }, cancellationToken);
            Assert.True(status == HttpStatusCode.OK, $"{status} {body}");
            return bench;
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }

    public string Combine(params string[] parts) => _folder.Combine(parts);

    /// <summary>Starts the next server and waits until it serves.</summary>
    public async Task StartServerAsync(CancellationToken cancellationToken)
    {
        var server = Launch();
        await server.WaitUntilItServesAsync(cancellationToken);
    }

    /// <summary>Starts the next server and waits for nothing.</summary>
    public SignalboxServer Launch() => _server = SignalboxServer.Launch(Data, _options);

    /// <summary>kill -9, and the next server.</summary>
    public async Task CrashAsync(CancellationToken cancellationToken)
    {
        await Server.KillAsync();
        await StartServerAsync(cancellationToken);
    }

    /// <summary>Starts a run and returns its key.</summary>
    public async Task<string> StartRunAsync(string workflow, CancellationToken cancellationToken, object? inputs = null)
    {
        var (status, body) = await Server.PostAsync("/api/v1/runs", new { workflow, inputs = inputs ?? new { ledger = Ledger.Path } }, cancellationToken);
        Assert.True(status == HttpStatusCode.Created, $"{status} {body}");
        return body.GetProperty("key").GetString()!;
    }

    /// <summary>Waits for the run's end.</summary>
    public Task<JsonElement> EndAsync(string key, CancellationToken cancellationToken) =>
        Server.WaitForRunAsync(key, cancellationToken, "Completed", "Failed", "Cancelled");

    /// <summary>Cancels a run.</summary>
    public async Task CancelAsync(string key, CancellationToken cancellationToken)
    {
        var (status, body) = await Server.PostAsync($"/api/v1/runs/{key}/cancel", new { }, cancellationToken);
        Assert.True(status == HttpStatusCode.Accepted, $"{status} {body}");
    }

    /// <summary>The folder of an attempt.</summary>
    public string Attempt(string key, string step, int attempt = 1) => Path.Combine(Run(key), "steps", step, "attempts", attempt.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The folder of a run.</summary>
    public string Run(string key) => Path.Combine(Data, "runs", key);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }
}
