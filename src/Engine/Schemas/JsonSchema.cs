using System.Text.Json;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Schemas;

/// <summary>
/// A JSON Schema, draft 2020-12, that checks the nodes of a document, so that each fault has its line and column. Our own, because no library for
/// this draft can be had that knows positions. A keyword that it does not know, or does not check, is refused when the schema is read: what a
/// schema says is never passed over. <c>format</c> is an annotation, as the draft has it.
/// </summary>
internal sealed class JsonSchema
{
    private readonly SchemaRule root;

    private JsonSchema(string text, SchemaRule root)
    {
        Text = text;
        this.root = root;
    }

    /// <summary>The schema as it is written.</summary>
    public string Text { get; }

    /// <summary>Reads a schema.</summary>
    /// <exception cref="FormatException">It is not JSON, has a keyword that is not checked here, or refers to what is not in it.</exception>
    public static JsonSchema Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new JsonSchema(json, SchemaCompiler.Compile(document.RootElement));
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The schema is not JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Says every fault of a document, each at its place.</summary>
    public void Check(YamlNode document, DiagnosticBag bag, DiagnosticSeverity severity = DiagnosticSeverity.Error)
    {
        foreach (var (at, code, message) in SchemaCheck.Of(root, document))
        {
            if (severity == DiagnosticSeverity.Error)
            {
                bag.Error(at, code, message);
            }
            else
            {
                bag.Warning(at, code, message);
            }
        }
    }
}
