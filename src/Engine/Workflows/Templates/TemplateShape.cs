using System.Diagnostics.CodeAnalysis;

namespace Signalbox.Engine.Workflows.Templates;

/// <summary>What is known about a value before it is there: the names a template may use are checked against it.</summary>
internal abstract record TemplateShape
{
    /// <summary>A text, number or boolean.</summary>
    public static TemplateShape Scalar { get; } = new ScalarShape();

    /// <summary>Null, or different things at different times: may be printed and looped over, has no names.</summary>
    public static TemplateShape Unknown { get; } = new UnknownShape();

    /// <summary>Nothing is checked; any name is taken.</summary>
    public static TemplateShape Anything { get; } = new AnyShape();

    /// <summary>What a loop over values of these shapes sees.</summary>
    public static TemplateShape Merge(IReadOnlyCollection<TemplateShape> shapes)
    {
        var distinct = shapes.Distinct().ToList();
        return distinct switch
        {
            [] => Unknown,
            [var only] => only,
            _ when distinct.TrueForAll(s => s is ListShape) => new ListShape(Merge([.. distinct.Cast<ListShape>().Select(l => l.Item)])),
            _ when distinct.TrueForAll(s => s is ObjectShape) => new ObjectShape(
                distinct.Cast<ObjectShape>().First().Label,
                distinct.Cast<ObjectShape>().SelectMany(o => o.Names).GroupBy(n => n.Key, n => n.Value, StringComparer.Ordinal)
                    .ToDictionary(g => g.Key, g => Merge([.. g]), StringComparer.Ordinal)),
            _ => Unknown,
        };
    }

    private sealed record ScalarShape : TemplateShape;

    private sealed record UnknownShape : TemplateShape;

    private sealed record AnyShape : TemplateShape;
}

/// <summary>A list.</summary>
internal sealed record ListShape(TemplateShape Item) : TemplateShape;

/// <summary>A dictionary with known names.</summary>
/// <param name="Label">Its own path for messages; empty for the root.</param>
/// <param name="Names">The names in it.</param>
/// <param name="Explain">Code and message for a name that is not in it, when there is more to say than "not declared".</param>
internal sealed record ObjectShape(
    string Label,
    IReadOnlyDictionary<string, TemplateShape> Names,
    Func<string, (string Code, string Message)>? Explain = null) : TemplateShape
{
    public bool TryFind(string name, [NotNullWhen(true)] out TemplateShape? shape) => Names.TryGetValue(name, out shape);

    /// <summary>What is said of a name that is not in it.</summary>
    public (string Code, string Message) Missing(string name, string user = "The template")
    {
        if (Explain is not null)
        {
            return Explain(name);
        }

        var path = Label.Length == 0 ? name : $"{Label}.{name}";
        return (DiagnosticCodes.UnknownName, $"{user} uses '{path}', which is not declared{Wording.Hint(name, Names.Keys, "known here")}");
    }
}
