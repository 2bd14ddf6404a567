using System.Globalization;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Schemas;

/// <summary>How long, how much, how many: what a schema says of a value without going into it.</summary>
internal static class SchemaSizes
{
    public static IEnumerable<SchemaFault> Of(SchemaRule rule, ScalarNode text, SchemaPlace place)
    {
        if (rule.Pattern is { } pattern && !pattern.IsMatch(text.Text))
        {
            yield return new(text.Start, SchemaCodes.Pattern, $"{place.Capital()} has the shape {rule.PatternText}; this is {Wording.Quote(text.Text)}.");
        }

        if (rule.MinLength is not null || rule.MaxLength is not null)
        {
            foreach (var fault in Count(text, text.Text.EnumerateRunes().Count(), (rule.MinLength, rule.MaxLength), "character", place))
            {
                yield return fault;
            }
        }
    }

    public static IEnumerable<SchemaFault> OfNumber(SchemaRule rule, ScalarNode scalar, SchemaPlace place)
    {
        var number = Convert.ToDouble(scalar.Value, CultureInfo.InvariantCulture);
        foreach (var allowed in Broken(rule, number))
        {
            yield return new(scalar.Start, DiagnosticCodes.OutOfRange, $"{place.Capital()} is {allowed}; this is {scalar.Text}.");
        }
    }

    public static IEnumerable<SchemaFault> Of(SchemaRule rule, SequenceNode list, SchemaPlace place)
    {
        foreach (var fault in Count(list, list.Items.Count, (rule.MinItems, rule.MaxItems), "item", place))
        {
            yield return fault;
        }

        if (!rule.UniqueItems)
        {
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items.Where(i => !seen.Add(SchemaValue.Text(i))))
        {
            yield return new(item.Start, DiagnosticCodes.DuplicateName, $"{place.Capital()} has each item once; this one is there already.");
        }
    }

    public static IEnumerable<SchemaFault> Of(SchemaRule rule, MappingNode map, SchemaPlace place)
    {
        foreach (var name in rule.Required.Where(n => map.Find(n) is null))
        {
            var what = rule.Properties.TryGetValue(name, out var of) && of.Description is { } description ? $" ({description})" : "";
            yield return new(map.Start, DiagnosticCodes.MissingKey, $"{place.Capital()} needs '{name}'{what}.");
        }

        foreach (var (name, others) in rule.DependentRequired.Where(d => map.Find(d.Key) is not null))
        {
            foreach (var other in others.Where(o => map.Find(o) is null))
            {
                yield return new(map.Find(name)!.Key.Start, DiagnosticCodes.MissingKey, $"{place.Capital()} has '{name}' and so needs '{other}'.");
            }
        }

        foreach (var fault in Count(map, map.Entries.Count, (rule.MinProperties, rule.MaxProperties), "key", place))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> Broken(SchemaRule rule, double number)
    {
        var (least, most) = (rule.Minimum, rule.Maximum);
        if (number < least || number > most)
        {
            yield return (least, most) switch
            {
                ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $"from {min} to {max}"),
                ({ } min, null) => string.Create(CultureInfo.InvariantCulture, $"at least {min}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"at most {most}"),
            };
        }

        if (number <= rule.ExclusiveMinimum)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"more than {rule.ExclusiveMinimum}");
        }

        if (number >= rule.ExclusiveMaximum)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"less than {rule.ExclusiveMaximum}");
        }

        if (rule.MultipleOf is { } step && !IsMultiple(number, step))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"a multiple of {step}");
        }
    }

    /// <summary>In decimals, so that 0.3 is a multiple of 0.1.</summary>
    private static bool IsMultiple(double number, double step) =>
        Math.Abs(number) < 1e15 && Math.Abs(step) > 1e-12 ? (decimal)number % (decimal)step == 0 : double.IsInteger(number / step);

    private static IEnumerable<SchemaFault> Count(YamlNode node, int count, (long? Least, long? Most) limits, string what, SchemaPlace place)
    {
        var allowed = count < limits.Least ? "at least" : count > limits.Most ? "at most" : null;
        if (allowed is null)
        {
            yield break;
        }

        var limit = (count < limits.Least ? limits.Least : limits.Most) ?? 0;
        yield return new(node.Start, SchemaCodes.Size, string.Create(CultureInfo.InvariantCulture, $"{place.Capital()} has {allowed} {limit} {what}{(limit == 1 ? "" : "s")}; this has {count}."));
    }
}
