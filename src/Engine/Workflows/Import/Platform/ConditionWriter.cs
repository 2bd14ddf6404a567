using System.Globalization;
using Signalbox.Engine.Workflows.Import.Jinja;

namespace Signalbox.Engine.Workflows.Import.Platform;

/// <summary>
/// Writes a condition as an expression of ours. A condition on a missing variable is false: each input that a run may lack is asked for
/// first.
/// </summary>
internal sealed class ConditionWriter
{
    private readonly PlatformNames names;
    private readonly Func<JinjaExpression.Name, PlatformName> find;
    private readonly List<string> guarded = [];

    private ConditionWriter(PlatformNames names, Func<JinjaExpression.Name, PlatformName> find)
    {
        this.names = names;
        this.find = find;
    }

    /// <param name="condition">The condition.</param>
    /// <param name="names">The workflow's names.</param>
    /// <param name="find">Finds one of them for this step.</param>
    /// <exception cref="JinjaFaultException">Something in it is not translated.</exception>
    public static string Write(JinjaExpression condition, PlatformNames names, Func<JinjaExpression.Name, PlatformName> find)
    {
        var writer = new ConditionWriter(names, find);
        var test = writer.Test(condition);
        if (writer.guarded.Count == 0)
        {
            return test;
        }

        var isChain = condition is JinjaExpression.Logic { IsAnd: false };
        return string.Join(" && ", writer.guarded.Distinct(StringComparer.Ordinal).Select(g => $"{g} != null").Append(isChain ? $"({test})" : test));
    }

    /// <summary>A value that is handed to a step.</summary>
    /// <inheritdoc cref="Write"/>
    public static string WriteValue(JinjaExpression value, PlatformNames names, Func<JinjaExpression.Name, PlatformName> find) =>
        new ConditionWriter(names, find).Value(value);

    private string Test(JinjaExpression expression) => expression switch
    {
        JinjaExpression.Logic logic => string.Join(logic.IsAnd ? " && " : " || ", logic.Operands.Select(o => o is JinjaExpression.Logic ? $"({Test(o)})" : Test(o))),
        JinjaExpression.Not not => $"!({Test(not.Operand)})",
        JinjaExpression.Defined { Value: JinjaExpression.Name name } => $"{DefinedPath(name)} != null",
        JinjaExpression.Compare compare => Compare(compare),
        JinjaExpression.Literal { Value: bool flag } => flag ? "true" : "false",
        JinjaExpression.Name name => Truth(name),
        JinjaExpression.Filter { Filters: "length" } filter => $"{Value(filter)} > 0",
        JinjaExpression.Filter { Filters: "default", Arguments: [JinjaExpression.Literal { Value: bool }, ..] } filter => Value(filter),
        JinjaExpression.Filter { Filters: "default" } filter => $"{Value(filter)} != ''",
        _ => throw new JinjaFaultException(expression.At, "This is not true or false, so it is no condition here."),
    };

    /// <summary>What counts as true there: a text that is not empty, a number that is not 0, a list with items.</summary>
    private string Truth(JinjaExpression.Name name)
    {
        var found = find(name);
        var path = Guarded(name);
        return found.Input is null ? $"{path} != ''" : names.TypeOf(found.Input) switch
        {
            "boolean" => path,
            "number" => $"{path} != 0",
            "list" => $"length({path}) > 0",
            _ => $"{path} != ''",
        };
    }

    private string Compare(JinjaExpression.Compare compare)
    {
        foreach (var (one, other) in new[] { (compare.Left, compare.Right), (compare.Right, compare.Left) })
        {
            if (one is JinjaExpression.Name name && find(name) is { Input: null } && other is JinjaExpression.Literal { Value: long or double or bool })
            {
                throw new JinjaFaultException(compare.At, $"The output {Wording.Quote(string.Join('.', name.Path))} is a text here and cannot be compared with a number or a boolean.");
            }
        }

        if (compare is { Sign: "in", Right: JinjaExpression.Items items })
        {
            return items.Values.Count == 0 ? "false" : $"({string.Join(" || ", items.Values.Select(v => $"{Value(compare.Left)} == {Value(v)}"))})";
        }

        if (compare is { Sign: "==" or "!=", Right: JinjaExpression.Literal { Value: null }, Left: JinjaExpression.Name missing })
        {
            return $"{DefinedPath(missing)} {compare.Sign} null";
        }

        return $"{Value(compare.Left)} {compare.Sign} {Value(compare.Right)}";
    }

    private string Value(JinjaExpression value) => value switch
    {
        JinjaExpression.Literal { Value: null } => "null",
        JinjaExpression.Literal { Value: bool flag } => flag ? "true" : "false",
        JinjaExpression.Literal { Value: string text } => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        JinjaExpression.Literal { Value: IFormattable number } => number.ToString(null, CultureInfo.InvariantCulture),
        JinjaExpression.Name name => Guarded(name),
        JinjaExpression.Filter { Filters: "length" } filter => $"length({Value(filter.Value)})",
        JinjaExpression.Filter { Filters: "default", Value: JinjaExpression.Name name } filter => $"default({find(name).Path}, {Value(filter.Arguments[0])})",
        JinjaExpression.Filter filter => throw new JinjaFaultException(filter.At, $"The filter '{filter.Filters}' in a condition is not translated; 'length' and 'default' are."),
        _ => throw new JinjaFaultException(value.At, "A condition as a value is not translated."),
    };

    private string DefinedPath(JinjaExpression.Name name)
    {
        var found = find(name);
        return found.Maker is null ? found.Path : $"default({found.Path}, null)";
    }

    private string Guarded(JinjaExpression.Name name)
    {
        var found = find(name);
        if (found.Input is not null && !names.IsRequired(found.Input))
        {
            guarded.Add(found.Path);
        }

        return found.Path;
    }
}
