using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary><c>metadata</c>: whatever a team wants to keep with a workflow.</summary>
internal static class MetadataSection
{
    public static IReadOnlyDictionary<string, object?> Read(YamlNode? node, BindContext context)
    {
        CheckNumbers(node, context);
        switch (node)
        {
            case MappingNode mapping:
                return (IReadOnlyDictionary<string, object?>)NodeWording.ToPlain(mapping)!;
            case not (null or ScalarNode { Kind: ScalarKind.Null }):
                context.Error(node, DiagnosticCodes.WrongType, $"'metadata' is a mapping; this is {NodeWording.Describe(node)}.");
                break;
        }

        return new Dictionary<string, object?>(StringComparer.Ordinal);
    }

    public static void CheckNumbers(YamlNode? node, BindContext context)
    {
        if (node is not null && NodeWording.FindInfinite(node) is { } number)
        {
            context.Error(number, DiagnosticCodes.NotAllowed, $"The number {Wording.Quote(number.Text)} cannot be stored; numbers are finite.");
        }
    }
}
