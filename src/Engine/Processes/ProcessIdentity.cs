namespace Signalbox.Engine.Processes;

/// <summary>Which process it is, beyond the reuse of process ids (design/engine.md).</summary>
/// <param name="BootId">The kernel's boot id.</param>
/// <param name="SupervisorPid">Process id of the supervisor.</param>
/// <param name="SupervisorStartTicks">Its start time in clock ticks since boot.</param>
/// <param name="AgentPid">Process id of the agent; it leads a process group of its own.</param>
public sealed record ProcessIdentity(string BootId, int SupervisorPid, long SupervisorStartTicks, int AgentPid);
