using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Signalbox.Unit.Engine.Workflows;

/// <summary>The part of JSON Schema draft 7 that the workflow schema uses. A keyword that it does not know fails the test.</summary>
internal sealed class SchemaChecker(JsonObject root)
{
    /// <summary>Where a value breaks the schema; empty when it does not.</summary>
    public List<string> Check(JsonNode? value)
    {
        var faults = new List<string>();
        Check(root, value, "$", faults);
        return faults;
    }

    private bool Fits(JsonNode? schema, JsonNode? value)
    {
        var faults = new List<string>();
        Check(schema, value, "", faults);
        return faults.Count == 0;
    }

    private void Check(JsonNode? schema, JsonNode? value, string at, List<string> faults)
    {
        if (schema is JsonValue flag)
        {
            if (!flag.GetValue<bool>())
            {
                faults.Add($"{at}: nothing is allowed");
            }

            return;
        }

        var rules = schema!.AsObject();
        foreach (var (keyword, rule) in rules)
        {
            if (!Holds(rules, keyword, rule!, value, at, faults))
            {
                faults.Add($"{at}: {keyword} {rule!.ToJsonString()}");
            }
        }
    }

    private bool Holds(JsonObject rules, string keyword, JsonNode rule, JsonNode? value, string at, List<string> faults)
    {
        switch (keyword)
        {
            case "$schema" or "title" or "description" or "definitions" or "then" or "else":
                return true;
            case "$ref":
                Check(root["definitions"]![rule.GetValue<string>().Split('/')[^1]]!, value, at, faults);
                return true;
            case "type":
                return rule is JsonArray types ? types.Any(t => IsType(t!.GetValue<string>(), value)) : IsType(rule.GetValue<string>(), value);
            case "enum":
                return rule.AsArray().Any(v => JsonNode.DeepEquals(v, value));
            case "anyOf":
                return rule.AsArray().Any(s => Fits(s, value));
            case "oneOf":
                return rule.AsArray().Count(s => Fits(s, value)) == 1;
            case "allOf":
                foreach (var part in rule.AsArray())
                {
                    Check(part, value, at, faults);
                }

                return true;
            case "if":
                if (rules[Fits(rule, value) ? "then" : "else"] is { } branch)
                {
                    Check(branch, value, at, faults);
                }

                return true;
        }

        return value switch
        {
            JsonObject mapping => Mapping(rules, keyword, rule, mapping, at, faults),
            JsonArray list => List(keyword, rule, list, at, faults),
            _ => Scalar(keyword, rule, value),
        };
    }

    private bool Mapping(JsonObject rules, string keyword, JsonNode rule, JsonObject mapping, string at, List<string> faults)
    {
        switch (keyword)
        {
            case "required":
                return rule.AsArray().All(name => mapping.ContainsKey(name!.GetValue<string>()));
            case "propertyNames":
                return mapping.All(p => Fits(rule, p.Key));
            case "properties":
                foreach (var (name, schema) in rule.AsObject().Where(p => mapping.ContainsKey(p.Key)))
                {
                    Check(schema, mapping[name], $"{at}.{name}", faults);
                }

                return true;
            case "additionalProperties":
                foreach (var (name, item) in mapping.Where(p => rules["properties"]?.AsObject().ContainsKey(p.Key) != true))
                {
                    Check(rule, item, $"{at}.{name}", faults);
                }

                return true;
            default:
                return Known(keyword);
        }
    }

    private bool List(string keyword, JsonNode rule, JsonArray list, string at, List<string> faults)
    {
        switch (keyword)
        {
            case "minItems":
                return list.Count >= rule.GetValue<int>();
            case "items":
                for (var i = 0; i < list.Count; i++)
                {
                    Check(rule, list[i], $"{at}[{i}]", faults);
                }

                return true;
            default:
                return Known(keyword);
        }
    }

    private static bool Scalar(string keyword, JsonNode rule, JsonNode? value) => keyword switch
    {
        "pattern" when IsType("string", value) => Regex.IsMatch(value!.GetValue<string>(), rule.GetValue<string>(), RegexOptions.None, TimeSpan.FromSeconds(1)),
        "minLength" when IsType("string", value) => value!.GetValue<string>().Length >= rule.GetValue<int>(),
        "maxLength" when IsType("string", value) => value!.GetValue<string>().Length <= rule.GetValue<int>(),
        "minimum" when IsType("number", value) => Number(value!) >= Number(rule),
        "maximum" when IsType("number", value) => Number(value!) <= Number(rule),
        _ => Known(keyword),
    };

    private static bool Known(string keyword) =>
        keyword is "required" or "propertyNames" or "properties" or "additionalProperties" or "items" or "minItems" or "pattern" or "minLength" or "maxLength" or "minimum" or "maximum"
            ? true : throw new InvalidOperationException($"The checker does not know '{keyword}'.");

    private static bool IsType(string type, JsonNode? value) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "integer" => value?.GetValueKind() == System.Text.Json.JsonValueKind.Number && double.IsInteger(Number(value)),
        "number" => value?.GetValueKind() == System.Text.Json.JsonValueKind.Number,
        "boolean" => value?.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        _ => value?.GetValueKind() == System.Text.Json.JsonValueKind.String,
    };

    private static double Number(JsonNode value) => double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
}
