using System.Text;

namespace Signalbox.Engine.Workflows.Expressions;

/// <summary>A parsed expression (design/workflow-format.md, Expressions). Immutable; evaluation is bounded and touches nothing but its model.</summary>
public sealed class Expression
{
    /// <summary>Longest expression, in bytes of UTF-8.</summary>
    public const int MaxBytes = 4 * 1024;

    /// <summary>Most parentheses, calls and negations inside one another.</summary>
    public const int MaxDepth = 32;

    private readonly IReadOnlyDictionary<string, Expression>? values;

    private Expression(string text, ExpressionNode root, ExpressionParser parser)
    {
        Text = text;
        Root = root;
        Uses = parser.Names;
        AsksStatus = parser.AsksStatus;
        References = [.. parser.Names.Select(n => n.Path).Distinct(StringComparer.Ordinal)];
    }

    private Expression(Expression other, IReadOnlyDictionary<string, Expression> values)
    {
        Text = other.Text;
        Root = other.Root;
        Uses = other.Uses;
        AsksStatus = other.AsksStatus || values.Any(v => v.Value.AsksStatus && other.References.Any(r => IsValue(r, v.Key)));
        References = other.References;
        this.values = values;
    }

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>Whether it asks <c>success()</c>, <c>failure()</c> or <c>always()</c>: only then is it asked when a needed step did not complete.</summary>
    public bool AsksStatus { get; }

    /// <summary>Names it uses, as written, such as <c>steps.plan.outputs.verdict</c>; each once.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>Every use of a name with its place.</summary>
    internal IReadOnlyList<NameNode> Uses { get; }

    /// <summary>What kind of value it gives as far as that is known without a model.</summary>
    internal ExpressionKind Kind => Root.Kind;

    /// <summary>The name that it is, when it is nothing but a name.</summary>
    internal NameNode? OnlyName => Root as NameNode;

    internal ExpressionNode Root { get; }

    /// <summary>Parses. Never throws on what the text holds.</summary>
    public static ExpressionParseResult Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            return new ExpressionParseResult(null, "The expression is longer than 4 KiB.", 0);
        }

        try
        {
            var parser = new ExpressionParser(text, ExpressionLexer.Read(text));
            return new ExpressionParseResult(new Expression(text, parser.Parse(), parser), null, 0);
        }
        catch (ExpressionFaultException fault)
        {
            return new ExpressionParseResult(null, fault.Message, fault.Offset);
        }
    }

    /// <summary>The value for a model of plain values, or the fault that keeps it from having one. Never throws on what the model holds.</summary>
    /// <param name="model">Names: string, bool, long, double, null, list, dictionary.</param>
    /// <param name="status">What <c>success()</c> and <c>failure()</c> say.</param>
    public ExpressionResult Evaluate(IReadOnlyDictionary<string, object?> model, ExpressionStatus status)
    {
        ArgumentNullException.ThrowIfNull(model);
        try
        {
            return new ExpressionResult(new ExpressionEvaluator(Text, model, status, values).Value(Root), null);
        }
        catch (ExpressionFaultException fault)
        {
            return new ExpressionResult(null, fault.Message);
        }
    }

    /// <summary>The same expression with <c>with.NAME</c> computed from these when it is asked for: a condition is asked before a step has its values.</summary>
    internal Expression Knowing(IReadOnlyDictionary<string, Expression> with) =>
        with.Count > 0 && References.Any(r => r.StartsWith("with.", StringComparison.Ordinal)) ? new Expression(this, with) : this;

    private static bool IsValue(string reference, string name) =>
        reference.StartsWith("with." + name, StringComparison.Ordinal) && (reference.Length == name.Length + 5 || reference[name.Length + 5] == '.');

    /// <summary>The value of a condition: true or false, or the fault. A value of another kind is a fault, never false.</summary>
    /// <inheritdoc cref="Evaluate"/>
    public ExpressionResult Test(IReadOnlyDictionary<string, object?> model, ExpressionStatus status)
    {
        var result = Evaluate(model, status);
        return result is { Fault: null, Value: not bool }
            ? new ExpressionResult(null, $"A condition is true or false; {Wording.Quote(Text)} is {ExpressionEvaluator.Describe(result.Value)}.")
            : result;
    }
}
