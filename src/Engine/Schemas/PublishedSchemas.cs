using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Signalbox.Engine.Schemas;

/// <summary>
/// The schemas that documents of spec 4 are checked by, and that a server offers to editors (spec 4, 2.1, 2.2 and 4.1 <c>specs/schema</c>).
/// Those of a task and of an API contract are the parts of the feature spec's, so that they cannot differ from it.
/// </summary>
public static class PublishedSchemas
{
    /// <summary>A feature's <c>spec.yaml</c>.</summary>
    public const string FeatureSpec = "feature_spec";

    /// <summary><c>trust_model.yaml</c>.</summary>
    public const string TrustModel = "trust_model";

    /// <summary>One task of a feature spec.</summary>
    public const string TaskSpec = "task_spec";

    /// <summary>One API contract of a feature spec.</summary>
    public const string ApiContract = "api_contract";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly FrozenDictionary<string, Lazy<JsonSchema>> All = new Dictionary<string, Lazy<JsonSchema>>(StringComparer.Ordinal)
    {
        [FeatureSpec] = new(() => JsonSchema.Parse(Resource(FeatureSpec))),
        [TrustModel] = new(() => JsonSchema.Parse(Resource(TrustModel))),
        [TaskSpec] = new(() => JsonSchema.Parse(Part("task", TaskSpec, "Task of a feature"))),
        [ApiContract] = new(() => JsonSchema.Parse(Part("api_contract", ApiContract, "API contract of a feature"))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [FeatureSpec, TrustModel, TaskSpec, ApiContract];

    /// <summary>Where a server offers one.</summary>
    public static string Path(string name) => $"/schemas/{name}.json";

    /// <summary>The schema as JSON text.</summary>
    /// <exception cref="KeyNotFoundException">None has this name.</exception>
    public static string Text(string name) => Get(name).Text;

    /// <summary>The schema to check by.</summary>
    /// <exception cref="KeyNotFoundException">None has this name.</exception>
    internal static JsonSchema Get(string name) => All[name].Value;

    /// <summary>The text of a schema that is a file of this folder.</summary>
    internal static string Resource(string name)
    {
        var resource = $"Signalbox.Schemas.{name}.json";
        using var stream = typeof(PublishedSchemas).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Part(string definition, string name, string title)
    {
        var whole = JsonNode.Parse(Resource(FeatureSpec))!.AsObject();
        var part = whole["$defs"]![definition]!.DeepClone().AsObject();
        part.Insert(0, "$schema", whole["$schema"]!.GetValue<string>());
        part.Insert(1, "$id", whole["$id"]!.GetValue<string>().Replace(FeatureSpec, name, StringComparison.Ordinal));
        part.Insert(2, "title", title);
        return part.ToJsonString(Indented) + "\n";
    }
}
