using Signalbox.Engine.Library.Templates;
using Signalbox.Engine.Workflows.Import;

namespace Signalbox.Dashboard.Components.Templates;

/// <summary>Templates in words.</summary>
internal static class TemplateWords
{
    /// <summary>Title, else name.</summary>
    public static string Title(TemplateEntry entry) => entry.Template?.Title is { Length: > 0 } title ? title : entry.Slug;

    /// <summary>Which others of its name it stands before, and which stand before it; null when it is the only one.</summary>
    public static string? Stands(TemplateEntry entry)
    {
        string?[] parts =
        [
            entry.ShadowedBy.Count == 0 ? null : $"{List(entry.ShadowedBy)} {(entry.ShadowedBy.Count == 1 ? "has one" : "have one each")} of this name, which stands before it{(IsBehindEverywhere(entry) ? "" : " there")}.",
            entry.Shadows.Count == 0 ? null : $"It stands before {(entry.Shadows.Count == 1 ? "the one" : "those")} of this name that {(entry.Shadows.Count == 1 ? "is" : "are")} {List(entry.Shadows)}.",
        ];
        return parts.OfType<string>().ToList() is { Count: > 0 } said ? string.Join(" ", said) : null;
    }

    /// <summary>Whether another of its name is taken wherever this one could be.</summary>
    public static bool IsBehindEverywhere(TemplateEntry entry) => entry.Scope == TemplateScope.BuiltIn && entry.ShadowedBy.Contains("global", StringComparer.Ordinal);

    /// <summary>What it needs to be told.</summary>
    public static string Needs(ImportedTemplate template) => template.Variables.Where(v => v.Required).Select(v => v.Name).ToList() is { Count: > 0 } required
        ? $"needs {List(required)}"
        : template.Variables.Count == 0 ? "takes no values" : "needs no value";

    /// <summary>Whether a search finds it: every word is in its name, title, description or tags.</summary>
    public static bool IsFound(TemplateEntry entry, string? query)
    {
        string?[] texts = [entry.Slug, entry.Place, entry.Template?.Title, entry.Template?.Description, .. entry.Template?.Tags ?? []];
        var text = string.Join('\n', texts);
        return (query ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
    }

    private static string List(IReadOnlyList<string> names) => names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}";
}
