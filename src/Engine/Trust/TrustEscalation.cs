using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Trust;

/// <summary>Reads who is told. The schema of spec 4 leaves this open: what tells nobody is a warning.</summary>
internal static class TrustEscalation
{
    // 'actions' are written by people for people: what happens is what the levels say
    private static readonly string[] Keys = ["notify", "actions"];
    private static readonly string[] ItemKeys = ["role", "reason"];

    public static IReadOnlyList<TrustNotify> Read(MappingNode root, BindContext context)
    {
        switch (root.Find("escalation")?.Value)
        {
            case null or ScalarNode { Kind: ScalarKind.Null }:
                return [];
            case MappingNode escalation:
                TrustNodes.WarnOfUnused(escalation, Keys, "'escalation'", context);
                return Notify(escalation, context);
            case var other:
                context.Warning(other, DiagnosticCodes.WrongType, $"'escalation' is a mapping with 'notify'; this is {NodeWording.Describe(other)} and tells nobody.");
                return [];
        }
    }

    private static IReadOnlyList<TrustNotify> Notify(MappingNode escalation, BindContext context)
    {
        switch (escalation.Find("notify")?.Value)
        {
            case null or ScalarNode { Kind: ScalarKind.Null }:
                return [];
            case SequenceNode list:
                return [.. list.Items.Select(i => Item(i, context)).OfType<TrustNotify>()];
            case var other:
                context.Warning(other, DiagnosticCodes.WrongType, $"'notify' is a list; this is {NodeWording.Describe(other)} and tells nobody.");
                return [];
        }
    }

    private static TrustNotify? Item(YamlNode node, BindContext context)
    {
        if (node is MappingNode item && item.Find("role")?.Value is ScalarNode { Kind: ScalarKind.Text } role && IsRole(role.Text))
        {
            TrustNodes.WarnOfUnused(item, ItemKeys, "an item of 'notify'", context);
            return new TrustNotify(role.Text, item.Find("reason")?.Value is ScalarNode { Kind: ScalarKind.Text } reason ? reason.Text : null);
        }

        context.Warning(node, DiagnosticCodes.WrongType, "An item of 'notify' has a 'role': 'human', or lower-case letters, digits, '-' and '_'. This one tells nobody.");
        return null;
    }

    private static bool IsRole(string text) => text.Length is > 0 and <= 64 && char.IsAsciiLetterLower(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
}
