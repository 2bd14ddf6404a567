using System.Globalization;
using Signalbox.Engine.Workflows;
using Signalbox.Engine.Workflows.Binding;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Schemas;

/// <summary>Holds a document against a schema: what JSON Schema says of any value, and which rules go for the parts of a value.</summary>
internal sealed class SchemaCheck
{
    /// <summary>Rules in a row for one and the same value; more only where a schema names itself for ever.</summary>
    private const int MaxHops = 200;

    private readonly List<SchemaFault> faults = [];

    private SchemaCheck()
    {
    }

    /// <summary>Every fault, in the order in which the schema finds them.</summary>
    public static IReadOnlyList<SchemaFault> Of(SchemaRule rule, YamlNode document) => Try(rule, document, SchemaPlace.Root(document), 0);

    private static List<SchemaFault> Try(SchemaRule rule, YamlNode node, SchemaPlace place, int hops)
    {
        var check = new SchemaCheck();
        check.Check(rule, node, place, hops);
        return check.faults;
    }

    private void Check(SchemaRule rule, YamlNode node, SchemaPlace place, int hops)
    {
        if (hops > MaxHops)
        {
            throw new InvalidOperationException("The schema names itself without going into the document.");
        }

        if (rule.Always is { } always)
        {
            if (!always)
            {
                Add(node, SchemaCodes.Form, $"{place.Capital()} must not be there.");
            }

            return;
        }

        if (rule.Reference is { } reference)
        {
            Check(reference, node, place, hops + 1);
        }

        if (!TypeFits(rule, node, place))
        {
            return; // what it must hold is not said of what it is not
        }

        Values(rule, node, place);
        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.Text } text:
                faults.AddRange(SchemaSizes.Of(rule, text, place));
                break;
            case ScalarNode { Value: long or double } number:
                faults.AddRange(SchemaSizes.OfNumber(rule, number, place));
                break;
            case SequenceNode list:
                Items(rule, list, place);
                break;
            case MappingNode map:
                Members(rule, map, place, hops);
                break;
        }

        Combined(rule, node, place, hops + 1);
    }

    private bool TypeFits(SchemaRule rule, YamlNode node, SchemaPlace place)
    {
        if (rule.Types.Count == 0 || rule.Types.Any(t => IsOf(t, node)))
        {
            return true;
        }

        var quotes = rule.Types.Contains("string", StringComparer.Ordinal) && node is ScalarNode { Kind: not ScalarKind.Null } ? "; put it in quotes" : "";
        var allowed = string.Join(" or ", rule.Types.Select(Word));
        Add(node, DiagnosticCodes.WrongType, $"{place.Capital()} is {allowed}; this is {NodeWording.Describe(node)}{quotes}.");
        return false;
    }

    private static bool IsOf(string type, YamlNode node) => node switch
    {
        MappingNode => type is "object",
        SequenceNode => type is "array",
        ScalarNode scalar => (type, scalar.Kind) switch
        {
            ("string", ScalarKind.Text) or ("null", ScalarKind.Null) or ("boolean", ScalarKind.Boolean) => true,
            ("number", ScalarKind.Integer or ScalarKind.Float) or ("integer", ScalarKind.Integer) => true,
            ("integer", ScalarKind.Float) => double.IsInteger((double)scalar.Value!),
            _ => false,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static string Word(string type) => type switch
    {
        "object" => "a mapping",
        "array" => "a list",
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        _ => "empty",
    };

    private void Values(SchemaRule rule, YamlNode node, SchemaPlace place)
    {
        if (rule.Values is not { } values || values.Any(v => string.Equals(v.Canonical, SchemaValue.Text(node), StringComparison.Ordinal)))
        {
            return;
        }

        var shown = values.Select(v => v.Shown).ToList();
        Add(node, DiagnosticCodes.NotAllowed, node is ScalarNode { Kind: ScalarKind.Text } text
            ? $"{Wording.Quote(text.Text)} is not allowed as {place}{Wording.Hint(text.Text, shown, "allowed are")}"
            : $"{place.Capital()} is {(shown.Count > 1 ? "one of " : "")}{Wording.List(shown)}; this is {NodeWording.Describe(node)}.");
    }

    private void Items(SchemaRule rule, SequenceNode list, SchemaPlace place)
    {
        faults.AddRange(SchemaSizes.Of(rule, list, place));
        for (var i = 0; i < list.Items.Count; i++)
        {
            if ((i < rule.PrefixItems.Count ? rule.PrefixItems[i] : rule.Items) is { } item)
            {
                Check(item, list.Items[i], place.Item(i, list.Items[i]), 0);
            }
        }

        if (rule.Contains is not { } contains)
        {
            return;
        }

        var (least, found) = (rule.MinContains ?? 1, list.Items.Where((item, i) => Try(contains, item, place.Item(i, item), 0).Count == 0).Count());
        if (found < least || found > rule.MaxContains)
        {
            var most = rule.MaxContains is { } max ? string.Create(CultureInfo.InvariantCulture, $" and at most {max}") : "";
            Add(list, SchemaCodes.Size, string.Create(CultureInfo.InvariantCulture, $"{place.Capital()} has at least {least}{most} of a certain item; this has {found}."));
        }
    }

    private void Members(SchemaRule rule, MappingNode map, SchemaPlace place, int hops)
    {
        faults.AddRange(SchemaSizes.Of(rule, map, place));
        foreach (var entry in map.Entries)
        {
            var key = entry.Key.Text;
            var at = place.Key(entry);
            if (rule.PropertyNames is { } names && Try(names, entry.Key, at, 0) is { Count: > 0 } wrong)
            {
                Add(entry.Key, DiagnosticCodes.BadName, $"{Wording.Quote(key)} cannot be a key of {place}: {wrong[0].Message}");
            }

            var rules = rule.PatternProperties.Where(p => p.Pattern.IsMatch(key)).Select(p => p.Rule).ToList();
            if (rule.Properties.TryGetValue(key, out var own))
            {
                rules.Add(own);
            }

            if (rules.Count > 0)
            {
                rules.ForEach(r => Check(r, entry.Value, at, 0));
            }
            else if (rule.AdditionalProperties is { Always: false })
            {
                Add(entry.Key, DiagnosticCodes.UnknownKey, $"{Wording.Quote(key)} is not a key of {place}{Wording.Hint(key, rule.Properties.Keys, "its keys are")}");
            }
            else if (rule.AdditionalProperties is { } other)
            {
                Check(other, entry.Value, at, 0);
            }

            if (rule.DependentSchemas.TryGetValue(key, out var dependent))
            {
                Check(dependent, map, place, hops + 1);
            }
        }
    }

    private void Combined(SchemaRule rule, YamlNode node, SchemaPlace place, int hops)
    {
        foreach (var all in rule.AllOf)
        {
            Check(all, node, place, hops);
        }

        if (rule.If is { } condition && (Try(condition, node, place, hops).Count == 0 ? rule.Then : rule.Else) is { } branch)
        {
            Check(branch, node, place, hops);
        }

        if (rule.Not is { } not && Try(not, node, place, hops).Count == 0)
        {
            Add(node, SchemaCodes.Form, $"{place.Capital()} has a form that it must not have.");
        }

        OneFits(rule.AnyOf, isOnly: false, node, place, hops);
        OneFits(rule.OneOf, isOnly: true, node, place, hops);
    }

    /// <summary>Of several forms at least one, or exactly one. Where none fits, the faults of the one that comes nearest are said.</summary>
    private void OneFits(IReadOnlyList<SchemaRule> forms, bool isOnly, YamlNode node, SchemaPlace place, int hops)
    {
        if (forms.Count == 0)
        {
            return;
        }

        var tried = forms.Select(f => Try(f, node, place, hops)).ToList();
        var fitting = tried.Count(t => t.Count == 0);
        if (fitting == 0)
        {
            faults.AddRange(tried.MinBy(t => t.Count)!);
        }
        else if (isOnly && fitting > 1)
        {
            Add(node, SchemaCodes.Form, $"{place.Capital()} has {fitting.ToString(CultureInfo.InvariantCulture)} forms at once; it may have only one of them.");
        }
    }

    private void Add(YamlNode node, string code, string message) => faults.Add(new SchemaFault(node.Start, code, message));
}
