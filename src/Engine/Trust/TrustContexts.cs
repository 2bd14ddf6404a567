using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Trust;

/// <summary>Reads a list of contexts.</summary>
internal static class TrustContexts
{
    private static readonly string[] Keys = ["pattern", "task_type", "reason", "exclude"];

    /// <summary>The contexts under a key; empty where there are none or no list.</summary>
    /// <param name="owner">The mapping; null: it is not there.</param>
    /// <param name="key">The key.</param>
    /// <param name="patternsOnly">Only patterns have a meaning here.</param>
    /// <param name="context">Where faults go.</param>
    public static IReadOnlyList<TrustContext> Read(MappingNode? owner, string key, bool patternsOnly, BindContext context)
    {
        switch (owner?.Find(key)?.Value)
        {
            case null:
                return [];
            case SequenceNode list:
                return [.. list.Items.Select(i => TrustNodes.Mapping(i, $"an item of '{key}'", context)).OfType<MappingNode>().Select(i => Item(i, key, patternsOnly, context))];
            case var other:
                context.Error(other, DiagnosticCodes.WrongType, $"'{key}' is a list; this is {NodeWording.Describe(other)}.");
                return [];
        }
    }

    private static TrustContext Item(MappingNode item, string list, bool patternsOnly, BindContext context)
    {
        TrustNodes.WarnOfUnused(item, Keys, $"an item of '{list}'", context);
        var pattern = Glob(item.Find("pattern")?.Value, "'pattern'", context);
        var type = Text(item.Find("task_type")?.Value, "'task_type'", context);
        if (patternsOnly && item.Find("task_type") is { } foreign)
        {
            context.Warning(foreign.Key, DiagnosticCodes.KeyNotForThis, $"'{list}' is about files: 'task_type' says nothing there.");
        }

        if (item.Find("pattern") is null && (patternsOnly || item.Find("task_type") is null))
        {
            context.Warning(item, TrustCodes.MatchesNothing, patternsOnly ? "It has no 'pattern': it matches nothing." : "It has neither 'pattern' nor 'task_type': it matches nothing.");
        }

        return new TrustContext(
            pattern,
            patternsOnly ? null : type,
            item.Find("reason")?.Value is ScalarNode { Kind: ScalarKind.Text } reason ? reason.Text : null,
            Excluded(item.Find("exclude")?.Value, context),
            context.Bag.Source.Position(item.Start).Line);
    }

    private static IReadOnlyList<TrustGlob> Excluded(YamlNode? node, BindContext context)
    {
        switch (node)
        {
            case null or ScalarNode { Kind: ScalarKind.Null }:
                return [];
            case SequenceNode list:
                return [.. list.Items.Select(i => Glob(i, "an item of 'exclude'", context)).OfType<TrustGlob>()];
            case var other:
                context.Error(other, DiagnosticCodes.WrongType, $"'exclude' is a list of patterns; this is {NodeWording.Describe(other)}.");
                return [];
        }
    }

    private static TrustGlob? Glob(YamlNode? node, string what, BindContext context)
    {
        if (Text(node, what, context) is not { } text)
        {
            return null;
        }

        var glob = TrustGlob.TryParse(text, out var fault);
        if (fault is not null)
        {
            context.Error(node!, DiagnosticCodes.BadPattern, $"The pattern {Wording.Quote(text)} {fault}.");
        }

        return glob;
    }

    private static string? Text(YamlNode? node, string what, BindContext context) =>
        node is null ? null : SectionReader.AsText(node, what, context)?.Text.Trim();
}
