using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>agent</c> of a step or of the defaults: an id, or <c>{provider, model, options}</c>.</summary>
internal sealed record AgentSection(string Id, string? Model, IReadOnlyDictionary<string, object?> Options)
{
    public static readonly SectionKeys Keys = new(
        "'agent'",
        [
            new("provider", new TextKey(), "Id of the agent.", "'provider: claude'"),
            new("model", KeyShape.Text, "Model; the agent's own choice when not written."),
            new("options", KeyShape.FreeMapping, "Options of the agent, as its own documentation names them."),
        ]);

    /// <summary>What <c>agent</c> may be.</summary>
    public static readonly KeyShape Shape = new EitherKey(new TextKey(Name: NameRule.Slug), new SectionKey(Keys));

    private static readonly IReadOnlyDictionary<string, object?> NoOptions = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Null when there is none or it is wrong; the diagnostics say so.</summary>
    public static AgentSection? Read(YamlNode? node, BindContext context)
    {
        switch (node)
        {
            case null:
                return null;
            case ScalarNode:
                return SectionReader.AsText(node, "'agent'", context) is { } id && IsAgent(id, context) ? new AgentSection(id.Text, null, NoOptions) : null;
        }

        if (SectionReader.Open(node, Keys, context) is not { } section)
        {
            return null;
        }

        var options = section.Find("options");
        if (options is not (null or MappingNode or ScalarNode { Kind: ScalarKind.Null }))
        {
            context.Error(options, DiagnosticCodes.WrongType, $"'options' is a mapping; this is {NodeWording.Describe(options)}.");
        }

        MetadataSection.CheckNumbers(options, context);
        var model = section.Text("model");
        var found = section.TextNode("provider") is { } provider && IsAgent(provider, context) ? provider : null;
        return found is null ? null : new AgentSection(found.Text, model, options is MappingNode ? (IReadOnlyDictionary<string, object?>)NodeWording.ToPlain(options)! : NoOptions);
    }

    private static bool IsAgent(ScalarNode id, BindContext context)
    {
        if (id.Text is "shell")
        {
            context.Error(id, DiagnosticCodes.NotAllowed, "The shell takes no prompt; a shell step is written with 'run' and no 'agent'.");
            return false;
        }

        if (context.KnownAgents is null || context.KnownAgents.Contains(id.Text))
        {
            return SectionReader.CheckName(id, "the id of an agent", NameRule.Slug, context);
        }

        var agents = context.KnownAgents.Where(a => a is not "shell").Order(StringComparer.Ordinal).ToList();
        context.Error(id, DiagnosticCodes.UnknownAgent, $"There is no agent {Wording.Quote(id.Text)}{Wording.Hint(id.Text, agents, "the agents are")}");
        return false;
    }
}
