using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Signalbox.E2E.Fixtures;

/// <summary>The real executable serving on a free port with a data directory of its own.</summary>
internal sealed partial class SignalboxServer : IAsyncDisposable
{
    /// <summary>Value of the secret <c>SHOP_TOKEN</c>.</summary>
    public const string SecretValue = "tok-9f3a27c1 with \"quotes\"";

    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _link = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private bool _disposed;

    private SignalboxServer(Process process, string data)
    {
        _process = process;
        Data = data;
    }

    /// <summary>Its data directory.</summary>
    public string Data { get; }

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The one-time sign-in link it printed.</summary>
    public Uri SignInLink { get; private set; } = new("http://127.0.0.1");

    public int ProcessId => _process.Id;

    /// <summary>All it has printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a server and waits until it serves.</summary>
    public static async Task<SignalboxServer> StartAsync(string data, CancellationToken cancellationToken, params string[] more)
    {
        var server = Launch(data, more);
        try
        {
            await server.WaitUntilItServesAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a server and does not wait for anything.</summary>
    public static SignalboxServer Launch(string data, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [TestPaths.Signalbox, "serve", "--urls", "http://127.0.0.1:0", "--no-browser", .. more])
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in EnvironmentFor(data))
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var server = new SignalboxServer(process, data);
        process.OutputDataReceived += (_, line) => server.Read(line.Data);
        process.ErrorDataReceived += (_, line) => server.Read(line.Data);
        process.Exited += (_, _) => server._link.TrySetException(new InvalidOperationException($"the server ended before it served:\n{server.Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Waits for the link that it prints when it serves.</summary>
    public async Task WaitUntilItServesAsync(CancellationToken cancellationToken)
    {
        SignInLink = await _link.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
        Address = new Uri(SignInLink.GetLeftPart(UriPartial.Authority));
    }

    /// <summary>The environment in which every command of a test runs: its data, and the fake agents first on the PATH.</summary>
    public static IReadOnlyDictionary<string, string> EnvironmentFor(string data) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["SIGNALBOX_DATA"] = data,
        ["PATH"] = $"{TestPaths.FakeAgents}:{Environment.GetEnvironmentVariable("PATH")}",
        ["ASPNETCORE_ENVIRONMENT"] = "Development",
        ["SIGNALBOX__Secrets__SHOP_TOKEN"] = "env:SHOP_TOKEN_OF_THIS_MACHINE",
        ["SHOP_TOKEN_OF_THIS_MACHINE"] = SecretValue,
        // A program that is an agent: it says its prompt again.
        ["SIGNALBOX__Agents__Commands__words__Command__0"] = "cat",
        // An API of one's own, and what its model costs.
        ["SIGNALBOX__Agents__Api__local__Kind"] = "openai",
        ["SIGNALBOX__Agents__Api__local__BaseUrl"] = TestApi.Url,
        ["SIGNALBOX__Agents__Api__local__Model"] = "model-e2e",
        ["SIGNALBOX__Agents__Api__local__ApiKey"] = "env:API_KEY_OF_THIS_MACHINE",
        ["SIGNALBOX__Agents__Prices__0__Model"] = "model-e2e",
        ["SIGNALBOX__Agents__Prices__0__InputUsd"] = "2",
        ["SIGNALBOX__Agents__Prices__0__OutputUsd"] = "10",
        ["API_KEY_OF_THIS_MACHINE"] = TestApi.Key,
    };

    /// <summary>Runs the command line against this server's data directory.</summary>
    public Task<CommandResult> CliAsync(CancellationToken cancellationToken, params string[] arguments) =>
        Command.RunAsync("dotnet", [TestPaths.Signalbox, .. arguments], cancellationToken, environment: EnvironmentFor(Data));

    /// <summary>A client of the REST API with the command line's token.</summary>
    public HttpClient CreateClient()
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Path.Combine(Data, "cli.token")).Trim());
        return client;
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var client = CreateClient();
        return JsonSerializer.Deserialize<JsonElement>(await client.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken));
    }

    /// <summary>Posts a body as JSON; the answer's status and what it says.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var client = CreateClient();
        using var answer = await client.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>Waits until the run has one of these statuses.</summary>
    public async Task<JsonElement> WaitForRunAsync(string key, CancellationToken cancellationToken, params string[] statuses)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var run = await GetAsync($"/api/v1/runs/{key}", cancellationToken);
            if (statuses.Contains(run.GetProperty("status").GetString(), StringComparer.Ordinal))
            {
                return run;
            }

            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60), $"run {key} is still {run}\n{Output}");
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Kills the server as a crash would: no handler runs.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends it a signal by name.</summary>
    public async Task SignalAsync(string name, CancellationToken cancellationToken)
    {
        var sent = await Command.RunAsync("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)], cancellationToken);
        Assert.Equal(0, sent.ExitCode);
    }

    /// <summary>Asks the server to stop, as Ctrl+C would, and waits for its end.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        await SignalAsync("TERM", cancellationToken);
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            if (!_process.HasExited)
            {
                _process.Kill();
                await _process.WaitForExitAsync();
            }

            _process.Dispose();
        }

        Survivors.KillAll(Data);
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (LinkPattern().Match(line) is { Success: true } match)
        {
            _link.TrySetResult(new Uri(match.Value));
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/login\?\S+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex LinkPattern();
}
