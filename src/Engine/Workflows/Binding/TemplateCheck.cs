using Signalbox.Engine.Workflows.Templates;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>Checks the templates in a file and points at the place in the file, not in the template.</summary>
internal static class TemplateCheck
{
    public static void Template(ScalarNode node, TemplateShape names, BindContext context)
    {
        foreach (var fault in TemplateScanner.Scan(node.Text, names).Faults)
        {
            context.Bag.Error(SourceOffset(node, fault.Offset, context.Bag.Source.Text), fault.Code, fault.Message);
        }
    }

    /// <summary>An input in shell text could run anything (security.md): it goes through the environment.</summary>
    public static void Run(ScalarNode run, BindContext context)
    {
        var open = run.Text.IndexOf("{{", StringComparison.Ordinal);
        if (open >= 0 && run.Text.IndexOf("}}", open, StringComparison.Ordinal) >= 0)
        {
            context.Bag.Error(
                SourceOffset(run, open, context.Bag.Source.Text),
                DiagnosticCodes.RunInterpolation,
                "'run' is never filled in: a value in shell text could run anything. Set it under 'env', as in env: {ISSUE: \"{{inputs.issue}}\"}, and write \"$ISSUE\" here.");
        }
    }

    /// <summary>
    /// The place in the file of an offset in a scalar. Indentation, folding and escapes change a scalar's text but not its
    /// braces, so the brace before the offset is counted in both.
    /// </summary>
    private static int SourceOffset(ScalarNode node, int offset, string source)
    {
        var brace = node.Text.LastIndexOf("{{", Math.Min(offset + 1, node.Text.Length - 1), StringComparison.Ordinal);
        if (brace < 0)
        {
            return node.Start;
        }

        var at = node.Start - 1;
        for (var i = -1; (i = node.Text.IndexOf("{{", i + 1, StringComparison.Ordinal)) >= 0 && i <= brace;)
        {
            at = source.IndexOf("{{", at + 1, StringComparison.Ordinal);
            if (at < 0 || at >= node.End)
            {
                return node.Start;
            }
        }

        return Math.Min(at + offset - brace, node.End - 1);
    }
}
