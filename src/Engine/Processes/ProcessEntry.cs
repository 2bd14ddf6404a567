namespace Signalbox.Engine.Processes;

/// <summary>A line of the kernel's table of processes.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="ParentPid">Parent's process id.</param>
/// <param name="Group">Process group.</param>
/// <param name="State">State letter of proc(5).</param>
/// <param name="StartTicks">Start in clock ticks since boot.</param>
internal sealed record ProcessEntry(int Pid, int ParentPid, int Group, char State, long StartTicks)
{
    /// <summary>
    /// Whether it still runs or could: zombies and the dead wait to be reaped. (A process whose first thread alone has ended
    /// shows as a zombie too: who kills must not pass it over.)
    /// </summary>
    public bool IsAlive => State is not ('Z' or 'X' or 'x');
}
