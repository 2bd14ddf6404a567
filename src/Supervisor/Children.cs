using Signalbox.Engine.Processes;

namespace Signalbox.Supervisor;

/// <summary>
/// Everything alive below the supervisor. Being the subreaper it becomes the parent of whatever loses its own: having no
/// child at all is therefore the proof that the tree is empty, whoever double-forked, left the session or cleared its environment.
/// </summary>
internal sealed class Children(int agentPid)
{
    private const int PauseMs = 20;
    private const int FreezeRounds = 25;

    private readonly int _self = Environment.ProcessId;

    /// <summary>The agent's own process has been reaped.</summary>
    public bool AgentHasEnded { get; private set; }

    /// <summary>Its exit code, or 128 plus the signal.</summary>
    public int AgentExitCode { get; private set; }

    /// <summary>Reaps every child that has ended; false when there is none left at all.</summary>
    public bool Reap()
    {
        while (true)
        {
            var pid = Posix.Reap(-1, out var exitCode);
            if (pid <= 0)
            {
                return pid == 0;
            }

            if (pid == agentPid)
            {
                AgentHasEnded = true;
                AgentExitCode = exitCode;
            }
        }
    }

    /// <summary>
    /// Asks each process once to end: the agent's group in one call, so that no fork slips through, and the rest one by one.
    /// Returns how many there were.
    /// </summary>
    public int Terminate()
    {
        var all = All();
        var alive = 0;
        // Until the agent is reaped the number of its group cannot be anybody else's.
        var group = AgentHasEnded ? 0 : agentPid;
        if (group != 0)
        {
            _ = Posix.Kill(-group, Posix.SIGTERM);
            _ = Posix.Kill(-group, Posix.SIGCONT); // one that is stopped could not obey
        }

        foreach (var entry in all)
        {
            alive += entry.IsAlive ? 1 : 0;
            if (entry.Group != group || group == 0)
            {
                _ = Posix.Kill(entry.Pid, Posix.SIGTERM);
                _ = Posix.Kill(entry.Pid, Posix.SIGCONT);
            }
        }

        return alive;
    }

    /// <summary>
    /// Kills until nothing is left. All are frozen first: what cannot run cannot fork, so the walk comes to an end even
    /// against a fork bomb. Only a process that cannot be killed (another user's, stuck in the kernel) keeps it waiting:
    /// an end is never recorded while something lives.
    /// </summary>
    public void KillUntilNone()
    {
        while (Reap())
        {
            Freeze();
            foreach (var entry in All())
            {
                Signal(entry, Posix.SIGKILL);
            }

            if (Reap())
            {
                _ = SupervisorProcess.WaitForSignal(PauseMs);
            }
        }
    }

    private void Freeze()
    {
        var frozen = new HashSet<int>();
        for (var round = 0; round < FreezeRounds; round++)
        {
            var found = false;
            foreach (var entry in All())
            {
                if (frozen.Add(entry.Pid))
                {
                    found = true;
                    Signal(entry, Posix.SIGSTOP);
                }
            }

            if (!found)
            {
                return;
            }
        }
    }

    // A group below us has only processes below us in it, for it cannot reach beyond its session: only our own group is not to be hit.
    private void Signal(ProcessEntry entry, int signal)
    {
        if (entry.Group != _self && entry.Group > 1)
        {
            _ = Posix.Kill(-entry.Group, signal);
        }

        _ = Posix.Kill(entry.Pid, signal);
    }

    private List<ProcessEntry> All() => ProcessTable.Below(ProcessTable.ReadAll(), [_self]);
}
