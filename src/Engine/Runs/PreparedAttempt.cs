using Signalbox.Engine.Agents;

namespace Signalbox.Engine.Runs;

/// <summary>An attempt ready to be written and begun, or the sentence that says why it cannot be.</summary>
internal sealed record PreparedAttempt(Attempt Attempt, AgentRequest? Request, string? Fault);
