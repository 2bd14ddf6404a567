using Signalbox.Engine.Workflows.Templates;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>Checks the templates in a file and points at the place in the file, not in the template.</summary>
internal static class TemplateCheck
{
    public static void Template(ScalarNode node, TemplateShape names, BindContext context)
    {
        var faults = TemplateScanner.Check(node.Text, names);
        var places = faults.Count == 0 ? null : new SourcePlaces(node, context.Bag.Source.Text);
        foreach (var fault in faults)
        {
            context.Bag.Error(places!.Of(fault.Offset), fault.Code, fault.Message);
        }
    }

    /// <summary>An input in shell text could run anything (security.md): it goes through the environment.</summary>
    public static void Run(ScalarNode run, string key, BindContext context)
    {
        var open = run.Text.IndexOf("{{", StringComparison.Ordinal);
        if (open >= 0 && run.Text.IndexOf("}}", open, StringComparison.Ordinal) >= 0)
        {
            context.Bag.Error(
                new SourcePlaces(run, context.Bag.Source.Text).Of(open),
                DiagnosticCodes.RunInterpolation,
                $"'{key}' is never filled in: a value in shell text could run anything. Set it under 'env', as in env: {{ISSUE: \"{{{{inputs.issue}}}}\"}}, and write \"$ISSUE\" here.");
        }
    }
}
