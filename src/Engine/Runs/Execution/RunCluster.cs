using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>What a session needs where several servers share one database (ADR 8).</summary>
/// <param name="Node">This server.</param>
/// <param name="Relay">Reaches the others.</param>
/// <param name="Pump">Ends the logs of attempts whose processes are out of reach.</param>
/// <param name="Folders">Where this node keeps the runs that it takes over.</param>
public sealed record RunCluster(ServerNode Node, IRunRelay Relay, LogPump Pump, RunServiceOptions Folders);
