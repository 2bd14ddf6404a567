using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>defaults</c>: what a step has when it does not say.</summary>
/// <param name="Agent">Agent; null when none is named, or wrongly.</param>
/// <param name="IsAgentWritten">Whether an agent is named, rightly or wrongly.</param>
/// <param name="TimeoutSeconds">Longest time of an attempt.</param>
/// <param name="Retry">Retries.</param>
internal sealed record DefaultsSection(AgentSection? Agent, bool IsAgentWritten, long? TimeoutSeconds, RetrySection Retry)
{
    // every other key of a step may come to have a default; until then it is named, not ignored
    private static readonly SectionKeys Keys = new("'defaults'", ["agent", "timeout_seconds", "retry"], ["model", "env", "shell", "continue_on_error", "verify", "approval", "cache", "priority"]);

    public static DefaultsSection Read(YamlNode? node, BindContext context)
    {
        if (node is null || SectionReader.Open(node, Keys, context) is not { } section)
        {
            return new DefaultsSection(null, IsAgentWritten: false, null, new RetrySection(null, null));
        }

        var agent = section.Find("agent");
        return new DefaultsSection(
            AgentSection.Read(agent, context),
            agent is not null,
            section.Integer("timeout_seconds", StepSection.MinTimeoutSeconds, StepSection.MaxTimeoutSeconds),
            RetrySection.Read(section.Find("retry"), context));
    }
}
