using System.Globalization;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Import.Plans;

/// <summary>The value of a template's variable.</summary>
/// <param name="Plain">A text, a boolean, a number, a list of texts, or null where there is none.</param>
/// <param name="Type">Type of the variable.</param>
internal sealed record TemplateValue(object? Plain, InputType Type)
{
    /// <summary>How it stands within a longer text.</summary>
    public string Text => Plain switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        IReadOnlyList<object?> items => string.Join(", ", items),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var text => (string)text,
    };

    /// <summary>Whether it keeps its kind where it stands alone: <c>max: "{{rounds}}"</c> becomes a number, <c>reviewers: "{{people}}"</c> a list.</summary>
    public bool KeepsItsKind => Type is InputType.Boolean or InputType.Integer or InputType.Number or InputType.List;

    /// <summary>The node that stands in place of the variable, where it stands alone.</summary>
    public YamlNode ToNode(int start, int end)
    {
        if (Type == InputType.List)
        {
            var list = new SequenceNode(start);
            list.Items.AddRange((Plain as IReadOnlyList<object?> ?? []).Select(i => new ScalarNode(start, end, (string)i!, ScalarKind.Text, i)));
            return list;
        }

        var kind = Plain switch
        {
            null => ScalarKind.Null,
            bool => ScalarKind.Boolean,
            long => ScalarKind.Integer,
            double number => double.IsInteger(number) ? ScalarKind.Integer : ScalarKind.Float, // as it reads once it is written
            _ => ScalarKind.Text,
        };
        return new ScalarNode(start, end, kind == ScalarKind.Null ? "null" : Text, kind, Plain);
    }
}
