using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signalbox.Engine.Workflows.Expressions;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>Writes the tables of keys as a JSON Schema.</summary>
internal sealed class SchemaWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject definitions = [];
    private readonly Dictionary<SectionKeys, string> names = [];

    /// <summary>The schema of a file whose root has a table of keys; a workflow's has rules besides.</summary>
    public string Write(SectionKeys keys, string title)
    {
        var root = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = title };
        foreach (var (name, value) in Mapping(keys))
        {
            root[name] = value?.DeepClone();
        }

        root["definitions"] = definitions;
        return root.ToJsonString(Indented) + "\n";
    }

    public string Write()
    {
        var root = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Signalbox workflow",
        };
        foreach (var (name, value) in Mapping(WorkflowSection.Keys))
        {
            root[name] = value?.DeepClone();
        }

        var (ordered, graph) = (new JsonObject { ["next"] = false, ["max_visits"] = false }, new JsonObject { ["needs"] = false, ["iterate"] = false });
        root["if"] = new JsonObject { ["required"] = Names("type"), ["properties"] = new JsonObject { ["type"] = new JsonObject { ["enum"] = Names("graph", "langgraph") } } };
        root["then"] = StepsWith(graph);
        root["else"] = StepsWith(ordered);
        root["definitions"] = definitions;
        return root.ToJsonString(Indented) + "\n";
    }

    private static JsonObject StepsWith(JsonObject refused) =>
        new() { ["properties"] = new JsonObject { ["steps"] = new JsonObject { ["items"] = new JsonObject { ["properties"] = refused } } } };

    private JsonObject Schema(KeyShape shape) => shape switch
    {
        TextKey text => Text(text),
        IntegerKey integer => Range<long>("integer", integer.Min == long.MinValue ? null : integer.Min, integer.Max == long.MaxValue ? null : integer.Max),
        NumberKey number => Range<double>("number", number.Min <= double.MinValue ? null : number.Min, number.Max >= double.MaxValue ? null : number.Max),
        FlagKey => new JsonObject { ["type"] = "boolean" },
        WordKey words => new JsonObject { ["enum"] = Names([.. words.Words]) },
        ListKey list => List(list),
        MapKey map => Map(map),
        SectionKey section => Reference(section.Keys),
        EitherKey either => new JsonObject { ["anyOf"] = new JsonArray([.. either.Shapes.Select(Schema)]) },
        ScalarKey => new JsonObject { ["type"] = Names("string", "number", "boolean") },
        ExpressionKey => new JsonObject { ["type"] = Names("string", "number", "boolean"), ["maxLength"] = Expression.MaxBytes },
        AnyKey => [],
        _ => throw new ArgumentOutOfRangeException(nameof(shape)),
    };

    private static JsonObject Text(TextKey text)
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (text.Name is { } name)
        {
            schema["pattern"] = Pattern(name);
        }
        else if (!text.MayBeEmpty)
        {
            schema["minLength"] = 1;
        }

        return schema;
    }

    private static JsonObject Range<T>(string type, T? min, T? max)
        where T : struct
    {
        var schema = new JsonObject { ["type"] = type };
        if (min is { } least)
        {
            schema["minimum"] = JsonValue.Create(least);
        }

        if (max is { } most)
        {
            schema["maximum"] = JsonValue.Create(most);
        }

        return schema;
    }

    /// <summary>A key without a value reads as an empty list.</summary>
    private JsonObject List(ListKey list)
    {
        var schema = new JsonObject { ["type"] = list.Least == 0 ? Names("array", "null") : "array", ["items"] = Schema(list.Item) };
        if (list.Least > 0)
        {
            schema["minItems"] = list.Least;
        }

        return schema;
    }

    private JsonObject Map(MapKey map)
    {
        var schema = new JsonObject { ["type"] = Names("object", "null"), ["additionalProperties"] = Schema(map.Item) };
        if (map.Names is { } names)
        {
            schema["propertyNames"] = new JsonObject { ["pattern"] = Pattern(names) };
        }

        return schema;
    }

    private JsonObject Reference(SectionKeys keys)
    {
        if (!names.TryGetValue(keys, out var name))
        {
            // two kinds of mapping may be called alike: the agent of a step, and an agent
            var word = keys.Owner.Trim('\'').Split(' ')[^1];
            names[keys] = name = definitions.ContainsKey(word) ? $"{word}_{definitions.Count}" : word;
            definitions[name] = new JsonObject(); // before it is written: it may name itself
            var schema = Mapping(keys);
            definitions[name] = keys == StepKeys.Section ? WithKinds(schema) : keys == InputSection.Keys || keys == InputSection.FieldKeys ? WithTypes(schema) : schema;
        }

        return new JsonObject { ["$ref"] = $"#/definitions/{name}" };
    }

    private JsonObject Mapping(SectionKeys keys)
    {
        var properties = new JsonObject();
        foreach (var key in keys.Keys)
        {
            var schema = Schema(key.Shape);
            // beside a reference draft 7 reads nothing else
            properties[key.Name] = schema.ContainsKey("$ref") ? new JsonObject { ["description"] = key.Description, ["allOf"] = new JsonArray(schema) } : Described(schema, key.Description);
        }

        var required = keys.Keys.Where(k => k.Example is not null).Select(k => k.Name).ToArray();
        var mapping = new JsonObject { ["type"] = required.Length == 0 ? Names("object", "null") : "object", ["additionalProperties"] = false, ["properties"] = properties };
        if (required.Length > 0)
        {
            mapping["required"] = Names(required);
        }

        if (keys == WorkflowSection.Keys)
        {
            mapping["required"] = Names([.. required, "steps"]);
        }

        return mapping;
    }

    private static JsonObject Described(JsonObject schema, string description)
    {
        schema.Insert(0, "description", description);
        return schema;
    }

    /// <summary>Exactly one of the keys that make a step, and none that is for another kind.</summary>
    private static JsonObject WithKinds(JsonObject step)
    {
        step["oneOf"] = new JsonArray([.. StepKeys.KindKeys.Keys.Select(Has)]);
        step["allOf"] = new JsonArray([.. StepKeys.KindKeys.Select(kind => new JsonObject
        {
            ["if"] = Has(kind.Key),
            ["then"] = new JsonObject
            {
                ["properties"] = new JsonObject(StepKeys.All.Where(k => (k.Kinds & kind.Value.Kind) == StepKinds.None && !StepKeys.KindKeys.ContainsKey(k.Info.Name))
                    .Select(k => KeyValuePair.Create(k.Info.Name, (JsonNode?)false))),
            },
        })]);
        return step;
    }

    /// <summary>Whether a step is of a kind: an approval is a question only when it is a mapping.</summary>
    private static JsonObject Has(string key)
    {
        var has = new JsonObject { ["required"] = Names(key) };
        if (key is "approval")
        {
            has["properties"] = new JsonObject { [key] = new JsonObject { ["type"] = "object" } };
        }

        return has;
    }

    /// <summary>Which limits go with which type of input.</summary>
    private static JsonObject WithTypes(JsonObject input)
    {
        var rules = InputSection.KeyTypes.Select(k => new JsonObject
        {
            ["if"] = new JsonObject { ["required"] = Names(k.Key) },
            ["then"] = new JsonObject { ["properties"] = new JsonObject { ["type"] = new JsonObject { ["enum"] = Names([.. k.Value.Select(InputSection.Name)]) } } },
        }).ToList();
        rules.Add(new JsonObject
        {
            ["if"] = new JsonObject { ["properties"] = new JsonObject { ["type"] = new JsonObject { ["enum"] = Names("choice") } } },
            ["then"] = new JsonObject { ["required"] = Names("options") },
        });
        input["allOf"] = new JsonArray([.. rules]);
        return input;
    }

    private static string Pattern(NameRule name) => name.Pattern.ToString().Replace("\\z", "$", StringComparison.Ordinal);

    private static JsonArray Names(params string[] names) => new([.. names.Select(n => (JsonNode)n)]);
}
