namespace Signalbox.Engine.Agents;

/// <summary>One use of a tool by an agent.</summary>
/// <param name="Id">The agent's id of the call.</param>
/// <param name="Name">Tool name, such as <c>Bash</c> or <c>command_execution</c>.</param>
/// <param name="Input">Input as JSON text; cut after 8,192 characters and then ended by an ellipsis.</param>
/// <param name="IsError">Whether its result was an error; null without a result.</param>
/// <param name="ExitCode">Exit code of a command; null where there is none.</param>
public sealed record ToolCall(string Id, string Name, string Input, bool? IsError, int? ExitCode);
