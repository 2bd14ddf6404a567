using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>env</c> of a workflow or a step: names and texts. A number or boolean is taken as it is written.</summary>
internal static class EnvSection
{
    public static IReadOnlyList<MappingEntry> Read(YamlNode? node, BindContext context)
    {
        switch (node)
        {
            case null or ScalarNode { Kind: ScalarKind.Null }:
                return [];
            case MappingNode mapping:
                return [.. mapping.Entries.Where(e => IsValid(e, context))];
            default:
                context.Error(node, DiagnosticCodes.WrongType, $"'env' is a mapping of names to texts; this is {NodeWording.Describe(node)}.");
                return [];
        }
    }

    public static IReadOnlyDictionary<string, string> ToDictionary(IReadOnlyList<MappingEntry> entries) =>
        entries.ToDictionary(e => e.Key.Text, e => ((ScalarNode)e.Value).Text, StringComparer.Ordinal);

    private static bool IsValid(MappingEntry entry, BindContext context)
    {
        var named = SectionReader.CheckName(entry.Key, "the name of an environment variable", NameRule.Variable, context);
        if (entry.Value is ScalarNode { Kind: not ScalarKind.Null })
        {
            return named;
        }

        context.Error(entry.Value, DiagnosticCodes.WrongType, $"The environment variable {Wording.Quote(entry.Key.Text)} has a text; this is {NodeWording.Describe(entry.Value)}. Write \"\" for an empty one.");
        return false;
    }
}
