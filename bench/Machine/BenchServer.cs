using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Signalbox.Bench.Machine;

/// <summary>The built server on a data directory of its own and a free port.</summary>
internal sealed partial class BenchServer : IAsyncDisposable
{
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private HttpClient? _client;

    private BenchServer(string data, Process process) => (Data, _process) = (data, process);

    public string Data { get; }

    public HttpClient Client => _client ?? throw new InvalidOperationException("the server does not answer yet");

    /// <summary>Starts the process and returns at once; <see cref="IsReadyAsync"/> waits for it.</summary>
    public static BenchServer Spawn(string data, params ReadOnlySpan<string> options)
    {
        var start = new ProcessStartInfo("dotnet", [Paths.Signalbox, "serve", "--urls", "http://127.0.0.1:0", "--no-browser", "--Samples:Install=false", .. options])
        {
            UseShellExecute = false,
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SIGNALBOX_DATA"] = data;
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var server = new BenchServer(data, process);
        process.OutputDataReceived += (_, line) => server.Read(line.Data);
        process.ErrorDataReceived += (_, line) => server.Read(line.Data);
        process.Exited += (_, _) => server._address.TrySetException(new InvalidOperationException($"the server ended:\n{server.Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Starts a server and waits until it is ready for runs.</summary>
    public static async Task<BenchServer> StartAsync(string data, string[] options, CancellationToken cancellationToken)
    {
        var server = Spawn(data, options);
        await server.IsReadyAsync(cancellationToken);
        return server;
    }

    /// <summary>Waits until it says that it can do runs.</summary>
    public async Task IsReadyAsync(CancellationToken cancellationToken)
    {
        var address = await _address.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
        _client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(Data, "cli.token"), cancellationToken)).Trim());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!(await _client.GetAsync(new Uri("/readyz", UriKind.Relative), cancellationToken)).IsSuccessStatusCode)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Makes a git repository with one commit and these workflows, and makes it known.</summary>
    public async Task AddRepositoryAsync(string path, CancellationToken cancellationToken, params (string Name, string Yaml)[] workflows)
    {
        var folder = Directory.CreateDirectory(Path.Combine(path, ".signalbox", "workflows")).FullName;
        foreach (var (name, yaml) in workflows)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name + ".yaml"), yaml, cancellationToken);
        }

        await File.WriteAllTextAsync(Path.Combine(path, "README.md"), "# Benchmarks\n", cancellationToken);
        foreach (var arguments in (string[][])[["init", "--quiet", "--initial-branch=main"], ["add", "--all"], ["commit", "--quiet", "--message=First"]])
        {
            await Programs.OutputAsync("git", ["-c", "user.name=Bench", "-c", "user.email=bench@example.com", "-c", "commit.gpgSign=false", .. arguments], cancellationToken, path);
        }

        await PostAsync("/api/v1/repositories", new { path }, cancellationToken);
    }

    /// <summary>Asks for a run under this key.</summary>
    public Task StartRunAsync(string workflow, string key, object inputs, CancellationToken cancellationToken) =>
        PostAsync("/api/v1/runs", new { workflow, key, inputs }, cancellationToken);

    public async Task PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await Client.PostAsJsonAsync(path, body, JsonSerializerOptions.Web, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}\n{Output}");
        }
    }

    /// <summary>As a crash: no handler runs, agents go on.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
        _client?.Dispose();
    }

    private string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
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

        if (Address().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Value));
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}
