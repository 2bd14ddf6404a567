using System.Collections;

namespace Signalbox.Engine.Workflows.Templates;

/// <summary>The shape of an actual model, so that a render checks names exactly as validation does.</summary>
internal static class ModelShape
{
    private const int MaxDepth = 64;

    public static TemplateShape Of(IReadOnlyDictionary<string, object?> model) => Of(model, "", 0);

    private static TemplateShape Of(object? value, string label, int depth) => value switch
    {
        _ when depth > MaxDepth => TemplateShape.Unknown,
        null => TemplateShape.Unknown,
        string or bool or long or double => TemplateShape.Scalar,
        IReadOnlyDictionary<string, object?> names => new ObjectShape(label, names.ToDictionary(
            n => n.Key,
            n => Of(n.Value, label.Length == 0 ? n.Key : $"{label}.{n.Key}", depth + 1),
            StringComparer.Ordinal)),
        IEnumerable items => new ListShape(TemplateShape.Merge([.. items.Cast<object?>().Select(i => Of(i, "this", depth + 1))])),
        _ => throw new ArgumentException($"A template model holds plain values; this is a {value.GetType().Name}.", nameof(value)),
    };
}
