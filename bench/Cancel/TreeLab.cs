using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Signalbox.Bench.Harness;
using Signalbox.Bench.Machine;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Processes;

namespace Signalbox.Bench.Cancel;

/// <summary>Starts trees of processes under real supervisors and stops them.</summary>
internal sealed class TreeLab : IDisposable
{
    private readonly string _folder;
    private readonly DurableProcessHost _host;
    private int _trees;

    public TreeLab(string folder)
    {
        _folder = folder;
        var options = new ProcessHostOptions { DataDirectory = folder, SupervisorSource = Paths.Supervisor };
        _host = new DurableProcessHost(options, new SupervisorInstaller(options), TimeProvider.System, NullLogger<DurableProcessHost>.Instance);
    }

    /// <summary>Processes that were found alive after they were said to be gone.</summary>
    public int Survivors { get; private set; }

    /// <summary>The most processes that a tree had when it was stopped.</summary>
    public int LargestTree { get; private set; }

    /// <summary>Programs under names of this tree's own: by these its processes are found, wherever they hide. A name has 15 characters at most.</summary>
    public (string Prefix, IReadOnlyDictionary<string, string> Environment) Names(string folder)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId:x}{Interlocked.Increment(ref _trees):x3}");
        Directory.CreateDirectory(folder);
        var (shell, sleep) = (Path.Combine(folder, prefix + "-sh"), Path.Combine(folder, prefix + "-sleep"));
        File.CreateSymbolicLink(shell, "/bin/sh");
        File.CreateSymbolicLink(sleep, "/bin/sleep");
        return (prefix, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SH"] = shell,
            ["SLEEP"] = sleep,
            ["DIR"] = folder,
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        });
    }

    /// <summary>One tree from its start to nothing alive; milliseconds from the request.</summary>
    public async Task<double> StopOneAsync(TreeKind kind, CancellationToken cancellationToken)
    {
        var id = EntityId.New<AttemptId>();
        var folder = Path.Combine(_folder, id.Value);
        var (prefix, environment) = Names(folder + "-names");
        await _host.StartAsync(
            new ProcessSpec
            {
                AttemptId = id,
                Directory = folder,
                Command = [environment["SH"], "-c", kind.Script],
                WorkingDirectory = "/tmp",
                Environment = environment,
                Timeout = TimeSpan.FromMinutes(10),
            },
            cancellationToken);
        await ReadyAsync(Path.Combine(folder, "stdout.log"), kind, cancellationToken);
        var alive = ProcessNames.Alive(prefix).Count;
        WrongResultException.Unless(alive > 0, $"the tree '{kind.Name}' was not there when it was to be stopped");

        var began = Stopwatch.GetTimestamp();
        var exit = await _host.StopAsync(folder, cancellationToken);
        var left = ProcessNames.Alive(prefix);
        var elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        WrongResultException.Unless(exit.End == ProcessEnd.Stopped, $"the tree '{kind.Name}' ended as {exit}");

        // Once more a moment later: something may have been about to begin.
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancellationToken);
        List<(int Pid, string Name)> all = [.. left.Concat(ProcessNames.Alive(prefix)).Distinct()];
        lock (_host)
        {
            Survivors += all.Count;
            LargestTree = Math.Max(LargestTree, alive);
        }

        foreach (var (pid, _) in all)
        {
            Kill(pid);
        }

        return elapsed;
    }

    public void Dispose() => _host.Dispose();

    private static async Task ReadyAsync(string output, TreeKind kind, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var began = Stopwatch.GetTimestamp();
        while (!(await File.ReadAllTextAsync(output, cancellationToken)).Contains("ready", StringComparison.Ordinal))
        {
            WrongResultException.Unless(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), $"the tree '{kind.Name}' never was ready");
            await timer.WaitForNextTickAsync(cancellationToken);
        }

        // Its children get to their loops.
        await Task.Delay(TimeSpan.FromMilliseconds(150), TimeProvider.System, cancellationToken);
    }

    private static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // Gone by itself.
        }
    }
}
