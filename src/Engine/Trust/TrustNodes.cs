using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Trust;

/// <summary>Takes values out of nodes as the schema of spec 4 asks for them: more keys than it knows are allowed.</summary>
internal static class TrustNodes
{
    /// <summary>The value of a key, or an error at the mapping that lacks it.</summary>
    public static YamlNode? Required(MappingNode owner, string key, string named, string such, BindContext context)
    {
        if (owner.Find(key) is { } entry)
        {
            return entry.Value;
        }

        context.Error(owner, DiagnosticCodes.MissingKey, $"{named} needs '{key}', {such}.");
        return null;
    }

    public static string? RequiredText(MappingNode owner, string key, string named, string such, BindContext context, bool mayBeEmpty = false) =>
        Required(owner, key, named, such, context) is { } node ? SectionReader.AsText(node, $"'{key}'", context, mayBeEmpty)?.Text : null;

    public static MappingNode? Mapping(YamlNode node, string what, BindContext context)
    {
        if (node is MappingNode mapping)
        {
            return mapping;
        }

        context.Error(node, DiagnosticCodes.WrongType, $"{char.ToUpperInvariant(what[0])}{what[1..]} is a mapping; this is {NodeWording.Describe(node)}.");
        return null;
    }

    public static bool Flag(YamlNode node, string key, BindContext context)
    {
        if (node is ScalarNode { Value: bool flag })
        {
            return flag;
        }

        context.Error(node, DiagnosticCodes.WrongType, $"'{key}' is true or false; this is {NodeWording.Describe(node)}.");
        return false;
    }

    /// <summary>A number from 1; null and an error where it is none.</summary>
    public static int? Count(YamlNode node, string key, BindContext context)
    {
        if (node is ScalarNode { Value: long and >= 1 and <= int.MaxValue } number)
        {
            return (int)(long)number.Value!;
        }

        context.Error(node, DiagnosticCodes.WrongType, $"'{key}' is a whole number from 1; this is {NodeWording.Describe(node)}.");
        return null;
    }

    /// <summary>Says of keys that nothing reads what may have been meant.</summary>
    public static void WarnOfUnused(MappingNode owner, IReadOnlyList<string> known, string named, BindContext context)
    {
        foreach (var (key, _) in owner.Entries.Where(e => !known.Contains(e.Key.Text, StringComparer.Ordinal)))
        {
            var near = Wording.Nearest(key.Text, known);
            context.Warning(key, DiagnosticCodes.UnknownKey, $"Nothing here uses {Wording.Quote(key.Text)} of {named}: it is kept as it is written{(near is null ? "." : $"; did you mean '{near}'?")}");
        }
    }
}
