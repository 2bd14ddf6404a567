using Microsoft.Extensions.Logging;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Events;
using Signalbox.Engine.Processes;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs;

/// <summary>What a session works with.</summary>
public sealed record RunSessionServices(
    IRunStore Store,
    IAgentCatalog Agents,
    IProcessHost Processes,
    IWorkspaceManager Workspaces,
    RunEventBus Bus,
    RunLimits Limits,
    TimeProvider Time,
    ILogger<RunExecutor> Log);
