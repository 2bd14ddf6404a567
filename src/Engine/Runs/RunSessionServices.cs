using Microsoft.Extensions.Logging;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Library;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Secrets;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs;

/// <summary>What a session works with.</summary>
public sealed record RunSessionServices(
    IRunStore Store,
    ICheckpointStore Checkpoints,
    IResponseCache Cache,
    ResponseCacheLimits CacheLimits,
    IAgentCatalog Agents,
    ISecretCatalog Secrets,
    IProcessHost Processes,
    AttemptVerifier Verifier,
    IWorkspaceManager Workspaces,
    IWorkflowLibrary Library,
    RunFactory Factory,
    IRunScheduler Scheduler,
    RunQueue Queue,
    ActiveRuns Active,
    AgentSlots Slots,
    RunEventBus Bus,
    RunLimits Limits,
    TimeProvider Time,
    ILogger<RunExecutor> Log);
