using Signalbox.Engine.Processes;

namespace Signalbox.Unit.Engine.Agents;

/// <summary>Plays a process: writes its output files when it is started and ends when the test says so.</summary>
internal sealed class FakeProcessHost : IProcessHost
{
    private readonly TaskCompletionSource<ProcessExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public List<ProcessSpec> Started { get; } = [];

    public List<string> Stopped { get; } = [];

    public int Inspections { get; private set; }

    public ProcessState State { get; set; } = ProcessState.Running;

    public string Stdout { get; set; } = "";

    public string Stderr { get; set; } = "";

    public void End(ProcessEnd end = ProcessEnd.Exited, int? code = 0, string? detail = null) => _exit.SetResult(new ProcessExit(end, code, detail));

    public Task StartAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        Started.Add(spec);
        Write(spec.Directory);
        return Task.CompletedTask;
    }

    /// <summary>What an earlier server's process has left in the folder.</summary>
    public void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "stdout.log"), Stdout);
        File.WriteAllText(Path.Combine(directory, "stderr.log"), Stderr);
    }

    public Task<ProcessState> InspectAsync(string directory, CancellationToken cancellationToken)
    {
        Inspections++;
        return Task.FromResult(State);
    }

    public ProcessIdentity? ReadIdentity(string directory) => State == ProcessState.NeverStarted ? null : new ProcessIdentity("boot", 10, 1, 11);

    public Task<ProcessExit> WaitForExitAsync(string directory, CancellationToken cancellationToken) => _exit.Task.WaitAsync(cancellationToken);

    public Task<ProcessExit> StopAsync(string directory, CancellationToken cancellationToken)
    {
        Stopped.Add(directory);
        return Task.FromResult(new ProcessExit(ProcessEnd.Stopped, 143, Detail: null));
    }
}
