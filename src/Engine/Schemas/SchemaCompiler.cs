using System.Globalization;
using System.Text.Json;

namespace Signalbox.Engine.Schemas;

/// <summary>From the JSON of a schema to its rules.</summary>
internal sealed class SchemaCompiler
{
    /// <summary>Keywords that say nothing about a value.</summary>
    private static readonly string[] Annotations =
    [
        "$schema", "$id", "$comment", "$defs", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "format",
    ];

    private static readonly string[] Checked =
    [
        "$ref", "type", "enum", "const", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "pattern", "minLength", "maxLength", "minimum", "maximum",
        "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "prefixItems", "items", "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems",
        "required", "properties", "patternProperties", "additionalProperties", "propertyNames", "dependentRequired", "dependentSchemas", "minProperties", "maxProperties",
    ];

    private static readonly string[] Types = ["object", "array", "string", "integer", "number", "boolean", "null"];

    private readonly JsonElement document;
    private readonly Dictionary<string, SchemaRule> byReference = new(StringComparer.Ordinal);
    private readonly Queue<(SchemaRule Rule, string Reference)> open = [];

    private SchemaCompiler(JsonElement document) => this.document = document;

    /// <exception cref="FormatException">A keyword that is not known, or a reference to what is not there.</exception>
    public static SchemaRule Compile(JsonElement document)
    {
        var compiler = new SchemaCompiler(document);
        var root = compiler.Rule(document);
        compiler.byReference["#"] = root;
        while (compiler.open.TryDequeue(out var next))
        {
            next.Rule.Reference = compiler.At(next.Reference);
        }

        return root;
    }

    /// <summary>The schema that a reference names; each is read once, so that schemas may name themselves.</summary>
    private SchemaRule At(string reference)
    {
        if (document.TryGetProperty("$id", out var id) && string.Equals(id.GetString(), reference.Split('#')[0], StringComparison.Ordinal))
        {
            reference = "#" + (reference.Contains('#', StringComparison.Ordinal) ? reference[(reference.IndexOf('#', StringComparison.Ordinal) + 1)..] : "");
        }

        if (byReference.TryGetValue(reference, out var known))
        {
            return known;
        }

        var found = document;
        var isThere = reference.StartsWith("#/", StringComparison.Ordinal);
        foreach (var part in reference.Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            isThere = isThere && found.ValueKind == JsonValueKind.Object && found.TryGetProperty(name, out found);
        }

        return isThere
            ? byReference[reference] = Rule(found)
            : throw new FormatException($"The schema refers to '{reference}', which is not in it.");
    }

    private SchemaRule Rule(JsonElement schema)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return new SchemaRule { Always = schema.ValueKind == JsonValueKind.True };
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"A schema is an object, true or false; this is {schema.GetRawText()}.");
        }

        foreach (var keyword in schema.EnumerateObject().Select(p => p.Name))
        {
            if (!Annotations.Contains(keyword, StringComparer.Ordinal) && !Checked.Contains(keyword, StringComparer.Ordinal))
            {
                throw new FormatException($"The schema has '{keyword}', which is not checked here.");
            }
        }

        var rule = Read(schema);
        if (Find(schema, "$ref")?.GetString() is { } reference)
        {
            open.Enqueue((rule, reference));
        }

        return rule;
    }

    private SchemaRule Read(JsonElement schema) => new()
    {
        Description = Find(schema, "description")?.GetString(),
        Types = TypesOf(schema),
        Values = Find(schema, "const") is { } constant ? [SchemaValue.Of(constant)] : Find(schema, "enum")?.EnumerateArray().Select(SchemaValue.Of).ToList(),
        AllOf = Rules(schema, "allOf"),
        AnyOf = Rules(schema, "anyOf"),
        OneOf = Rules(schema, "oneOf"),
        Not = RuleAt(schema, "not"),
        If = RuleAt(schema, "if"),
        Then = RuleAt(schema, "then"),
        Else = RuleAt(schema, "else"),
        PatternText = Find(schema, "pattern")?.GetString(),
        Pattern = Find(schema, "pattern")?.GetString() is { } pattern ? SchemaPattern.Compile(pattern) : null,
        MinLength = Whole(schema, "minLength"),
        MaxLength = Whole(schema, "maxLength"),
        Minimum = Find(schema, "minimum")?.GetDouble(),
        Maximum = Find(schema, "maximum")?.GetDouble(),
        ExclusiveMinimum = Find(schema, "exclusiveMinimum")?.GetDouble(),
        ExclusiveMaximum = Find(schema, "exclusiveMaximum")?.GetDouble(),
        MultipleOf = Find(schema, "multipleOf")?.GetDouble(),
        PrefixItems = Rules(schema, "prefixItems"),
        Items = RuleAt(schema, "items"),
        Contains = RuleAt(schema, "contains"),
        MinContains = Whole(schema, "minContains"),
        MaxContains = Whole(schema, "maxContains"),
        MinItems = Whole(schema, "minItems"),
        MaxItems = Whole(schema, "maxItems"),
        UniqueItems = Find(schema, "uniqueItems")?.GetBoolean() ?? false,
        Required = Names(Find(schema, "required")),
        Properties = Named(schema, "properties", Rule),
        PatternProperties = [.. Members(schema, "patternProperties").Select(p => (SchemaPattern.Compile(p.Name), Rule(p.Value)))],
        AdditionalProperties = RuleAt(schema, "additionalProperties"),
        PropertyNames = RuleAt(schema, "propertyNames"),
        DependentRequired = Named(schema, "dependentRequired", e => (IReadOnlyList<string>)Names(e)),
        DependentSchemas = Named(schema, "dependentSchemas", Rule),
        MinProperties = Whole(schema, "minProperties"),
        MaxProperties = Whole(schema, "maxProperties"),
    };

    private static string[] TypesOf(JsonElement schema)
    {
        string[] types = Find(schema, "type") is not { } type ? [] : type.ValueKind == JsonValueKind.Array ? Names(type) : [type.GetString()!];
        return Array.Find(types, t => !Types.Contains(t, StringComparer.Ordinal)) is { } unknown ? throw new FormatException($"'{unknown}' is no type of JSON Schema.") : types;
    }

    private SchemaRule? RuleAt(JsonElement schema, string keyword) => Find(schema, keyword) is { } found ? Rule(found) : null;

    private IReadOnlyList<SchemaRule> Rules(JsonElement schema, string keyword) => Find(schema, keyword) is { } list ? [.. list.EnumerateArray().Select(Rule)] : [];

    private static Dictionary<string, T> Named<T>(JsonElement schema, string keyword, Func<JsonElement, T> read) =>
        Members(schema, keyword).ToDictionary(p => p.Name, p => read(p.Value), StringComparer.Ordinal);

    private static JsonProperty[] Members(JsonElement schema, string keyword) => Find(schema, keyword) is { } found ? found.EnumerateObject().ToArray() : [];

    private static string[] Names(JsonElement? list) => list is { } names ? [.. names.EnumerateArray().Select(n => n.GetString()!)] : [];

    private static long? Whole(JsonElement schema, string keyword) => Find(schema, keyword) is { } number ? Convert.ToInt64(number.GetDouble(), CultureInfo.InvariantCulture) : null;

    private static JsonElement? Find(JsonElement schema, string keyword) => schema.TryGetProperty(keyword, out var found) ? found : null;
}
