using System.Diagnostics;
using System.Globalization;
using Signalbox.Bench.Harness;
using Signalbox.Bench.Machine;

namespace Signalbox.Bench.Cancel;

/// <summary>Cancels through the whole server: from the request over HTTP to the run that says <c>Cancelled</c>.</summary>
internal sealed class ServerCancels(BenchServer server, TreeLab lab, string folder)
{
    private int _runs;

    /// <summary>Processes alive after the run said that nothing was.</summary>
    public int Survivors { get; private set; }

    public static (string Name, string Yaml) Workflow(string name, TreeKind kind) => (name, $$$"""
        version: "1.0"
        name: {{{name}}}
        inputs:
          sh: {type: string, required: true}
          sleep: {type: string, required: true}
        env: {SH: "{{inputs.sh}}", SLEEP: "{{inputs.sleep}}"}
        steps:
          - id: work
            timeout_seconds: 600
            run: |
              exec "$SH" -c '{{{kind.Script.Replace("'", "'\\''", StringComparison.Ordinal)}}}'
        """);

    /// <summary>Milliseconds from the request until the run says it and nothing is alive.</summary>
    public async Task<double> OnceAsync(string workflow, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _runs);
        var (prefix, environment) = lab.Names(Path.Combine(folder, number.ToString(CultureInfo.InvariantCulture)));
        var key = string.Create(CultureInfo.InvariantCulture, $"C-{number}");
        await server.StartRunAsync(workflow, key, new { sh = environment["SH"], sleep = environment["SLEEP"] }, cancellationToken);
        await using var observer = new DatabaseObserver(server.Data);
        await observer.AwaitAsync(
            "SELECT s.lines FROM log_streams s JOIN attempts a ON a.id = s.attempt_id JOIN runs r ON r.id = a.run_id WHERE r.key = @key AND s.stream = 'Stdout'",
            [("@key", key)], lines => (long)lines > 0, TimeSpan.FromMilliseconds(10), cancellationToken);
        WrongResultException.Unless(ProcessNames.Alive(prefix).Count > 0, $"the agent of run {key} was not there when it was to be cancelled");

        var began = Stopwatch.GetTimestamp();
        await server.PostAsync($"/api/v1/runs/{key}/cancel", new { }, cancellationToken);
        var status = (string)await observer.AwaitAsync("SELECT status FROM runs WHERE key = @key", [("@key", key)], DatabaseObserver.IsEnd, TimeSpan.FromMilliseconds(2), cancellationToken);
        var left = ProcessNames.Alive(prefix).Count;
        var elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        WrongResultException.Unless(string.Equals(status, "Cancelled", StringComparison.Ordinal), $"run {key} is {status} after its cancel");
        lock (lab)
        {
            Survivors += left;
        }

        return elapsed;
    }
}
