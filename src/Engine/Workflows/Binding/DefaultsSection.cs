using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>defaults</c>: what a step has when it does not say.</summary>
/// <param name="Agent">Agent; null when none is named, or wrongly.</param>
/// <param name="IsAgentWritten">Whether an agent is named, rightly or wrongly.</param>
/// <param name="Model">Model for the default agent, or for every agent where none is the default.</param>
/// <param name="TimeoutSeconds">Longest time of an attempt.</param>
/// <param name="Retry">Retries.</param>
internal sealed record DefaultsSection(AgentSection? Agent, bool IsAgentWritten, string? Model, long? TimeoutSeconds, RetrySection Retry)
{
    // every other key of a step may come to have a default; until then it is named, not ignored
    public static readonly SectionKeys Keys = new(
        "'defaults'",
        [
            new("agent", AgentSection.Shape, "Agent of every step with a prompt that names none."),
            new("model", KeyShape.Text, "Model of the default agent."),
            new("timeout_seconds", StepKeys.Timeout, "Longest time of one attempt; 300 when not written."),
            new("retry", new SectionKey(RetrySection.Keys), "What happens between the attempts of a step."),
        ],
        ["env", "shell", "continue_on_error", "verify", "approval", "cache", "priority"]);

    public static DefaultsSection Read(YamlNode? node, BindContext context)
    {
        if (node is null || SectionReader.Open(node, Keys, context) is not { } section)
        {
            return new DefaultsSection(null, IsAgentWritten: false, null, null, RetrySection.Read(null, context));
        }

        var agent = section.Find("agent");
        return new DefaultsSection(
            AgentSection.Read(agent, context),
            agent is not null,
            section.Text("model"),
            section.Integer("timeout_seconds"),
            RetrySection.Read(section.Find("retry"), context));
    }

    /// <summary>The agent of a step with a prompt. The default model goes with the default agent only: another agent would not know it.</summary>
    public AgentSection? AgentOf(AgentSection? own)
    {
        var agent = own ?? Agent;
        return agent is { Model: null } && (Agent is null || string.Equals(agent.Id, Agent.Id, StringComparison.Ordinal))
            ? agent with { Model = own is not null && Agent?.Model is { } model ? model : Model }
            : agent;
    }
}
