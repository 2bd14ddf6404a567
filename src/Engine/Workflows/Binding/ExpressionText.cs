using Signalbox.Engine.Workflows.Expressions;
using Signalbox.Engine.Workflows.Templates;
using Signalbox.Engine.Workflows.Yaml;

namespace Signalbox.Engine.Workflows.Binding;

/// <summary>An expression where it stands in the file.</summary>
internal sealed record ExpressionText(ScalarNode Node, Expression Expression)
{
    /// <summary>Null when there is none or it is wrong; the diagnostics say so.</summary>
    /// <param name="node">The value; a boolean or number of YAML is an expression too.</param>
    /// <param name="what">What it is, for messages: "'when'".</param>
    /// <param name="context">Where faults go.</param>
    public static ExpressionText? Read(YamlNode? node, string what, BindContext context)
    {
        if (node is null)
        {
            return null;
        }

        if (node is not ScalarNode { Kind: not ScalarKind.Null } scalar)
        {
            context.Error(node, DiagnosticCodes.WrongType, $"{what} is an expression, such as inputs.level == 'high'; this is {NodeWording.Describe(node)}.");
            return null;
        }

        var text = scalar.Value is bool flag ? (flag ? "true" : "false") : scalar.Text;
        var parsed = Expression.Parse(text);
        if (parsed.Expression is not null)
        {
            return new ExpressionText(scalar, parsed.Expression);
        }

        context.Bag.Error(Place(scalar, parsed.Offset, context), DiagnosticCodes.ExpressionSyntax, parsed.Fault!);
        return null;
    }

    /// <summary>An expression that must be true or false.</summary>
    public static ExpressionText? ReadCondition(YamlNode? node, string what, BindContext context)
    {
        var read = Read(node, what, context);
        if (read?.Expression.Kind is ExpressionKind.Text or ExpressionKind.Number or ExpressionKind.Null)
        {
            var kind = read.Expression.Kind switch { ExpressionKind.Text => "a text", ExpressionKind.Number => "a number", _ => "null" };
            context.Error(read.Node, DiagnosticCodes.ExpressionType, $"{what} is a condition, which is true or false; {Wording.Quote(read.Node.Text)} is {kind}.");
            return null;
        }

        return read;
    }

    /// <summary>Checks every name against what is known at the place of the expression; gives what is known of the value.</summary>
    public TemplateShape Check(ObjectShape names, BindContext context)
    {
        var last = TemplateShape.Unknown;
        foreach (var use in Expression.Uses)
        {
            TemplateShape shape = names;
            var done = "";
            foreach (var part in use.Path.Split('.'))
            {
                if (shape == TemplateShape.Anything)
                {
                    break;
                }

                if (shape is not ObjectShape known)
                {
                    Fault(use, DiagnosticCodes.UnknownName, $"The expression uses '{part}' of '{done}', which is {(shape is ListShape ? "a list" : "a plain value")} and has no names in it.", context);
                    shape = TemplateShape.Anything;
                }
                else if (known.TryFind(part, out var next))
                {
                    shape = next;
                    done = done.Length == 0 ? part : $"{done}.{part}";
                }
                else
                {
                    var (code, message) = known.Missing(part, "The expression");
                    Fault(use, code, message, context);
                    shape = TemplateShape.Anything;
                }
            }

            last = shape;
        }

        return Expression.OnlyName is not null ? last : Expression.Kind == ExpressionKind.Unknown ? TemplateShape.Unknown : TemplateShape.Scalar;
    }

    private void Fault(NameNode use, string code, string message, BindContext context) => context.Bag.Error(Place(Node, use.Start, context), code, message);

    /// <summary>The place in the file; the beginning of the text where escapes or folds are in between.</summary>
    private static int Place(ScalarNode node, int offset, BindContext context)
    {
        var source = context.Bag.Source.Text;
        var written = source.IndexOf(node.Text, node.Start, Math.Min(node.End, source.Length) - node.Start, StringComparison.Ordinal);
        return written < 0 ? node.Start : Math.Min(written + offset, Math.Max(node.Start, node.End - 1));
    }
}
