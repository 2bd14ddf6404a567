namespace Signalbox.Engine.Sessions;

/// <summary>What the engine says in an <c>.af</c> file (spec 4, 1.2): all of it but the memory.</summary>
/// <param name="AgentId">Who it is of.</param>
/// <param name="Role">Its role.</param>
/// <param name="Created">When the file was first written.</param>
/// <param name="Feature">What the work belongs to.</param>
/// <param name="Worktree">Absolute path of the workspace.</param>
/// <param name="Status">The session's status.</param>
/// <param name="IterationCount">Tries at the current step.</param>
/// <param name="MaxIterations">Tries that are allowed; null: the step's own rules say.</param>
/// <param name="ToolsAllowed">Tools that the step allows.</param>
/// <param name="McpServers">MCP servers that the step gives.</param>
public sealed record AgentFileContext(
    string AgentId,
    string Role,
    DateTimeOffset Created,
    string Feature,
    string Worktree,
    AgentSessionStatus Status,
    int IterationCount,
    int? MaxIterations,
    IReadOnlyList<string> ToolsAllowed,
    IReadOnlyList<string> McpServers);
