using System.Globalization;
using System.Text;
using Signalbox.Engine.Workflows.Import.Prompts;

namespace Signalbox.Engine.Workflows.Import.Jinja;

/// <summary>Writes a Jinja2 template in our template language. What has no counterpart is refused at its place.</summary>
internal sealed class HandlebarsWriter
{
    private readonly IJinjaNames names;
    private readonly StringBuilder template = new();
    private readonly List<string> loops = [];

    private HandlebarsWriter(IJinjaNames names) => this.names = names;

    /// <exception cref="JinjaFaultException">Something in it is not translated.</exception>
    public static string Write(IReadOnlyList<JinjaNode> nodes, IJinjaNames names)
    {
        var writer = new HandlebarsWriter(names);
        writer.Nodes(nodes);
        return writer.template.ToString();
    }

    private void Nodes(IReadOnlyList<JinjaNode> nodes)
    {
        foreach (var node in nodes)
        {
            switch (node)
            {
                case JinjaNode.Text text:
                    Text(text.At, text.Content);
                    break;
                case JinjaNode.Output { Value: JinjaExpression.Literal { Value: string literal } } constant:
                    Text(constant.At, literal);
                    break;
                case JinjaNode.Output output:
                    var value = Value(output.Value);
                    Append(output.At, value[0] == '(' ? $"{{{{{value[1..^1]}}}}}" : $"{{{{{value}}}}}");
                    break;
                case JinjaNode.If condition:
                    If(condition, 0);
                    break;
                case JinjaNode.For loop:
                    For(loop);
                    break;
            }
        }
    }

    private void Text(int at, string text) =>
        template.Append(HandlebarsText.Escape(text) ?? throw new JinjaFaultException(at, "A backslash directly before '{{' cannot be translated; put a space between them."));

    private void Append(int at, string expression)
    {
        if (!HandlebarsText.TryAppend(template, expression))
        {
            throw new JinjaFaultException(at, "A brace or two backslashes directly before '{{' cannot be translated; put a space between them.");
        }
    }

    private void If(JinjaNode.If node, int branch)
    {
        var (condition, body) = node.Branches[branch];
        Action? otherwise = branch + 1 < node.Branches.Count ? () => If(node, branch + 1)
            : node.Else.Count > 0 ? () => Nodes(node.Else)
            : null;
        Choose(node.At, condition, () => Nodes(body), otherwise);
    }

    /// <summary>Handlebars has no 'and', 'or' or 'not': they are blocks inside one another.</summary>
    private void Choose(int at, JinjaExpression condition, Action? then, Action? otherwise)
    {
        switch (condition)
        {
            case JinjaExpression.Not not:
                Choose(at, not.Operand, otherwise, then);
                break;
            case JinjaExpression.Logic { Operands.Count: > 4 }:
                throw new JinjaFaultException(condition.At, "More than four conditions joined by 'and' or 'or' are not translated; nest two 'if's.");
            case JinjaExpression.Logic { IsAnd: true } and:
                Choose(at, and.Operands[0], () => Choose(at, Rest(and), then, otherwise), otherwise);
                break;
            case JinjaExpression.Logic or:
                Choose(at, or.Operands[0], then, () => Choose(at, Rest(or), then, otherwise));
                break;
            default:
                var test = Test(condition);
                Append(at, then is null ? $"{{{{#unless {test}}}}}" : $"{{{{#if {test}}}}}");
                (then ?? otherwise)?.Invoke();
                if (then is not null && otherwise is not null)
                {
                    Append(at, "{{else}}");
                    otherwise();
                }

                Append(at, then is null ? "{{/unless}}" : "{{/if}}");
                break;
        }
    }

    private static JinjaExpression Rest(JinjaExpression.Logic logic) =>
        logic.Operands.Count == 2 ? logic.Operands[1] : logic with { Operands = [.. logic.Operands.Skip(1)] };

    private void For(JinjaNode.For node)
    {
        Append(node.At, $"{{{{#each {Value(node.List)}}}}}");
        loops.Add(node.Variable);
        Nodes(node.Body);
        loops.RemoveAt(loops.Count - 1);
        if (node.Else.Count > 0)
        {
            Append(node.At, "{{else}}");
            Nodes(node.Else);
        }

        Append(node.At, "{{/each}}");
    }

    private string Test(JinjaExpression condition) => condition switch
    {
        JinjaExpression.Compare { Sign: "==" } equal => $"(eq {Value(equal.Left)} {Value(equal.Right)})",
        JinjaExpression.Compare { Sign: "!=" } different => $"(ne {Value(different.Left)} {Value(different.Right)})",
        JinjaExpression.Compare other => throw new JinjaFaultException(other.At, $"A comparison with '{other.Sign}' in a template is not translated; '==' and '!=' are."),
        JinjaExpression.Defined defined => $"(ne {Value(defined.Value)} null)",
        _ => Value(condition),
    };

    private string Value(JinjaExpression value) => value switch
    {
        JinjaExpression.Literal literal => Literal(literal),
        JinjaExpression.Name name => Path(name),
        JinjaExpression.Filter { Filters: "join", Arguments.Count: 0 } join => $"(join {Value(join.Value)} \"\")",
        // whether an empty text counts as missing, the second argument, makes no difference here: it always does
        JinjaExpression.Filter { Filters: "default" } filter => $"(default {Value(filter.Value)} {Value(filter.Arguments[0])})",
        JinjaExpression.Filter filter => $"({filter.Filters} {string.Join(' ', filter.Arguments.Prepend(filter.Value).Select(Value))})",
        _ => throw new JinjaFaultException(value.At, "A condition as a value is not translated; use {% if %}."),
    };

    private static string Literal(JinjaExpression.Literal literal) => literal.Value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        long whole when whole <= int.MaxValue => whole.ToString(CultureInfo.InvariantCulture),
        string text when HandlebarsText.Literal(text) is { } quoted => quoted,
        string => throw new JinjaFaultException(literal.At, "A text with a line break, a brace, both kinds of quotes or a backslash at its end is not translated."),
        _ => throw new JinjaFaultException(literal.At, "A number with a fraction is not translated."),
    };

    private string Path(JinjaExpression.Name name)
    {
        if (name.Path[0] is "loop" && loops.Count > 0)
        {
            return name.Path switch
            {
                [_, "index"] => "(add @index 1)",
                [_, "index0"] => "@index",
                [_, "first"] => "@first",
                [_, "last"] => "@last",
                _ => throw new JinjaFaultException(name.At, $"{Wording.Quote(string.Join('.', name.Path))} is not translated; there are loop.index, loop.index0, loop.first and loop.last."),
            };
        }

        var loop = loops.LastIndexOf(name.Path[0]);
        if (loop < 0)
        {
            return loops.Count > 0 ? $"@root.{names.Find(name)}" : names.Find(name);
        }

        var up = string.Concat(Enumerable.Repeat("../", loops.Count - 1 - loop));
        return up + string.Join('.', name.Path.Skip(1).Prepend("this"));
    }
}
