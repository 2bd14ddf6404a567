using Microsoft.Extensions.Logging;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Library;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Runs.Execution.Attempts;
using Signalbox.Engine.Runs.Execution.Sessions;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution;

/// <summary>What a session works with.</summary>
public sealed record RunSessionServices(
    IRunStore Store,
    ICheckpointStore Checkpoints,
    IResponseCache Cache,
    ResponseCacheLimits CacheLimits,
    IAgentCatalog Agents,
    IAgentInbox Inbox,
    ISecretCatalog Secrets,
    IProcessHost Processes,
    AttemptVerifier Verifier,
    IWorkspaceManager Workspaces,
    IRepositoryStore Repositories,
    IWorkflowLibrary Library,
    RunFactory Factory,
    IRunScheduler Scheduler,
    RunQueue Queue,
    ActiveRuns Active,
    AgentSlots Slots,
    RunEventBus Bus,
    RunLimits Limits,
    PortHandout Ports,
    TimeProvider Time,
    ILogger<RunExecutor> Log,
    RunCluster? Cluster = null,
    AgentSessionServices? Sessions = null,
    RemoteSync? Remotes = null,
    TrustServices? Trust = null)
{
    /// <summary>Whether the process of an attempt is another node's, which this one can neither see nor stop.</summary>
    internal bool IsElsewhere(Attempt attempt) => Cluster?.Node.IsOther(attempt.Node) == true;

    /// <summary>What works on an attempt that was begun before.</summary>
    internal IAgent AgentOf(Attempt attempt) => IsElsewhere(attempt) ? new AgentElsewhere(attempt, Cluster!, Agents.Find(attempt.Agent) as IPooledAgent) : Agents.FindOrProcess(attempt.Agent);
}
