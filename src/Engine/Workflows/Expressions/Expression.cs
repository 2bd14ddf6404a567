using System.Text;

namespace Signalbox.Engine.Workflows.Expressions;

/// <summary>A parsed expression (design/workflow-format.md, Expressions). Immutable; evaluation is bounded and touches nothing but its model.</summary>
public sealed class Expression
{
    /// <summary>Longest expression, in bytes of UTF-8.</summary>
    public const int MaxBytes = 4 * 1024;

    /// <summary>Most parentheses, calls and negations inside one another.</summary>
    public const int MaxDepth = 32;

    private readonly ExpressionNode root;

    private Expression(string text, ExpressionNode root, ExpressionParser parser)
    {
        Text = text;
        this.root = root;
        Uses = parser.Names;
        AsksStatus = parser.AsksStatus;
        References = [.. parser.Names.Select(n => n.Path).Distinct(StringComparer.Ordinal)];
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
    internal ExpressionKind Kind => root.Kind;

    /// <summary>The name that it is, when it is nothing but a name.</summary>
    internal NameNode? OnlyName => root as NameNode;

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
            return new ExpressionResult(new ExpressionEvaluator(Text, model, status).Value(root), null);
        }
        catch (ExpressionFaultException fault)
        {
            return new ExpressionResult(null, fault.Message);
        }
    }

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
