using System.Text;
using Signalbox.Engine.Workflows.Import.Reading;
using Signalbox.Engine.Workflows.Templates;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Prompts;

/// <summary>A prompt that is written in Handlebars already: only the names in it become ours.</summary>
internal static class HandlebarsPrompt
{
    /// <summary>The prompt with every name replaced. Faults of form are diagnostics at their place in the file.</summary>
    /// <param name="prompt">The prompt in the file.</param>
    /// <param name="context">Where faults go.</param>
    /// <param name="name">Our name for one of theirs; null, after saying why at the offset in the file, when there is none.</param>
    public static string Translate(ScalarNode prompt, ImportContext context, Func<string, int, string?> name)
    {
        var scan = PromptTemplate.Scan(prompt.Text);
        if (scan.Faults.Count == 0 && scan.References.Count == 0)
        {
            return prompt.Text;
        }

        var places = new PromptPlaces(prompt, context.Bag.Source.Text);
        foreach (var fault in scan.Faults)
        {
            context.Bag.Error(places.Of(fault.Offset), fault.Code, fault.Message);
        }

        var translated = new StringBuilder();
        var copied = 0;
        foreach (var reference in scan.References.OrderBy(r => r.Offset))
        {
            // what a loop binds is not theirs to name
            var ours = IsLocal(reference.Path) ? reference.Path : name(reference.Path, places.Of(reference.Offset));
            translated.Append(prompt.Text, copied, reference.Offset - copied).Append(ours ?? reference.Path);
            copied = reference.Offset + reference.Path.Length;
        }

        return translated.Append(prompt.Text, copied, prompt.Text.Length - copied).ToString();
    }

    private static bool IsLocal(string path) => path[0] is '@' or '.' || path is "this" || path.StartsWith("this.", StringComparison.Ordinal);
}
