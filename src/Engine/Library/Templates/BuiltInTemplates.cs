using Signalbox.Engine.Workflows.Import;

namespace Signalbox.Engine.Library.Templates;

/// <summary>The templates that come with Signalbox, as resources of this assembly.</summary>
internal static class BuiltInTemplates
{
    private const string Prefix = "Signalbox.Templates.";

    public static IReadOnlyList<TemplateEntry> All { get; } = [.. typeof(BuiltInTemplates).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

    private static TemplateEntry Read(string resource)
    {
        using var stream = typeof(BuiltInTemplates).Assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var file = resource[Prefix.Length..];
        var (template, diagnostics) = TemplateReader.Read(bytes, file);
        return new TemplateEntry(template?.Slug ?? Path.GetFileNameWithoutExtension(file), TemplateScope.BuiltIn, file, template, diagnostics) { Text = template?.Text };
    }
}
