using System.Text;
using Signalbox.Engine.Schemas;
using Signalbox.Engine.Workflows;

namespace Signalbox.Unit.Engine.Schemas;

/// <summary>Holds a YAML text against a schema.</summary>
internal static class SchemaText
{
    /// <summary>Each fault as <c>line:column code message</c>.</summary>
    public static IReadOnlyList<string> Faults(string schema, string yaml) => Say(JsonSchema.Parse(schema), yaml);

    /// <summary>The same, against a published schema.</summary>
    public static IReadOnlyList<string> OfPublished(string name, string yaml) => Say(PublishedSchemas.Get(name), yaml);

    private static IReadOnlyList<string> Say(JsonSchema schema, string yaml)
    {
        var (root, bag) = DocumentFile.Read(Encoding.UTF8.GetBytes(yaml), "x.yaml", "a document");
        if (root is not null)
        {
            schema.Check(root, bag);
        }

        return [.. bag.ToOrderedList().Select(Line)];
    }

    private static string Line(Diagnostic fault) => FormattableString.Invariant($"{fault.Line}:{fault.Column} {fault.Code} {fault.Message}");
}
