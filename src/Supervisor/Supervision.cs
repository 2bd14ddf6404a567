using System.Text;
using Signalbox.Engine.Processes;

namespace Signalbox.Supervisor;

/// <summary>
/// The life of one supervisor, on one thread: detach, take the place, start the agent, watch it, leave nothing alive, record.
/// It holds no pipe and no socket, so nothing that becomes of the server reaches it.
/// </summary>
internal static class Supervision
{
    /// <summary>How often output is measured, at the latest.</summary>
    private const int MeasureMs = 250;

    /// <summary>
    /// How far past its output limit an agent may write while it has its grace; then it is killed at once.
    /// </summary>
    private const long LimitTolerance = 64L * 1024 * 1024;

    public static int Run(ProcessFolder folder)
    {
        SupervisorProcess.Detach();
        var bootId = ProcessTable.ReadBootId();
        var pid = Environment.ProcessId;
        var startTicks = ProcessTable.Read(pid)!.StartTicks;
        if (!folder.TryClaim(ProcessFolder.ClaimOf(bootId, pid, startTicks)))
        {
            return 0; // a server came first and has told others that nothing will start
        }

        ProcessLaunch launch;
        OutputMeter output;
        AgentStart start;
        try
        {
            launch = ProcessLaunch.Read(File.ReadAllBytes(folder.Launch));
            File.Delete(folder.Launch); // it carries the environment, secrets among it
            output = new OutputMeter(launch); // before the agent has a chance to remove its files
            start = AgentStart.Try(launch);
        }
        catch (Exception e)
        {
            return RecordStartFailure(folder, $"The supervisor could not start the process: {e.Message}");
        }

        if (start.Fault is not null)
        {
            return RecordStartFailure(folder, start.Fault);
        }

        var children = new Children(start.Pid);
        try
        {
            WriteIfThere(() => ProcessIdentityFile.Write(folder, new ProcessIdentity(bootId, pid, startTicks, start.Pid)));
            var end = Watch(children, output, launch);
            var left = Empty(children, output, launch, end);
            if (end == ProcessEnd.OutputLimit && output.Fault is { } fault)
            {
                WriteIfThere(() => ProcessFolder.WriteReserved(folder.Note, Encoding.UTF8.GetBytes(fault)));
            }

            _ = folder.TryRecordExit(new ExitRecord(children.AgentExitCode, end, left));
            return 0;
        }
        catch
        {
            // Whatever went wrong here, the agent must not outlive who watches it
            children.KillUntilNone();
            throw;
        }
    }

    /// <summary>An agent may have removed the folder already: it is watched all the same, and the server finds this process by its command line.</summary>
    private static void WriteIfThere(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody could read it
        }
    }

    private static int RecordStartFailure(ProcessFolder folder, string sentence)
    {
        ProcessFolder.WriteReserved(folder.Note, Encoding.UTF8.GetBytes(sentence));
        _ = folder.TryRecordExit(new ExitRecord(127, ProcessEnd.StartFailed, 0));
        return 0;
    }

    /// <summary>Waits until the agent ends or has to.</summary>
    private static ProcessEnd Watch(Children children, OutputMeter output, ProcessLaunch launch)
    {
        var deadline = Environment.TickCount64 + launch.TimeoutMs;
        while (true)
        {
            // The exit first: what ended by itself was not stopped, even if the request came in the same moment.
            _ = children.Reap();
            if (children.AgentHasEnded)
            {
                return ProcessEnd.Exited;
            }

            var left = deadline - Environment.TickCount64;
            if (left <= 0)
            {
                return ProcessEnd.TimedOut;
            }

            if (output.IsPast(launch.MaxOutputBytes))
            {
                return ProcessEnd.OutputLimit;
            }

            if (SupervisorProcess.WaitForSignal((int)Math.Min(left, MeasureMs)) is Posix.SIGTERM or Posix.SIGINT)
            {
                return ProcessEnd.Stopped;
            }
        }
    }

    /// <summary>Terminate, grace, kill until there is no child. Returns how many were left when the agent ended by itself.</summary>
    private static int Empty(Children children, OutputMeter output, ProcessLaunch launch, ProcessEnd end)
    {
        if (!children.Reap())
        {
            return 0;
        }

        var left = children.Terminate();
        var deadline = Environment.TickCount64 + launch.GraceMs;
        while (children.Reap())
        {
            var grace = deadline - Environment.TickCount64;
            if (grace <= 0 || output.IsPast(launch.MaxOutputBytes + LimitTolerance))
            {
                children.KillUntilNone();
                break;
            }

            _ = SupervisorProcess.WaitForSignal((int)Math.Min(grace, MeasureMs));
        }

        return end == ProcessEnd.Exited ? left : 0;
    }
}
