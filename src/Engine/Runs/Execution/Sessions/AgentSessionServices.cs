using Signalbox.Engine.Learnings;
using Signalbox.Engine.Sessions;
using Signalbox.Engine.Workspaces;

namespace Signalbox.Engine.Runs.Execution.Sessions;

/// <summary>What the sessions of agents are kept with.</summary>
/// <param name="Store">Reads them.</param>
/// <param name="Papers">Writes their files' copies.</param>
/// <param name="Approvals">Answers to the questions of agents.</param>
/// <param name="Learnings">What was learned.</param>
/// <param name="Files">Names the files that changed.</param>
public sealed record AgentSessionServices(IAgentSessionStore Store, ISessionPapers Papers, IApprovalStore Approvals, LearningDesk Learnings, ChangedFiles Files);
