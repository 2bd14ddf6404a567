namespace Signalbox.Engine.Workflows.Expressions;

/// <summary>A parsed expression (design/workflow-format.md, Expressions). Immutable; evaluation is bounded and touches nothing but its model.</summary>
public sealed class Expression
{
    private Expression(string text) => Text = text;

    /// <summary>The expression as written.</summary>
    public string Text { get; }

    /// <summary>Whether it asks <c>success()</c>, <c>failure()</c> or <c>always()</c>: only then is it asked when a needed step did not complete.</summary>
    public bool AsksStatus { get; private init; }

    /// <summary>Names it uses, as written, such as <c>steps.plan.outputs.verdict</c>.</summary>
    public IReadOnlyList<string> References { get; private init; } = [];

    /// <summary>Parses.</summary>
    public static ExpressionParseResult Parse(string text) => throw new NotSupportedException(text);

    /// <summary>The value for a model of plain values, or the fault that keeps it from having one.</summary>
    /// <param name="model">Names: string, bool, long, double, null, list, dictionary.</param>
    /// <param name="status">What <c>success()</c> and <c>failure()</c> say.</param>
    public ExpressionResult Evaluate(IReadOnlyDictionary<string, object?> model, ExpressionStatus status) => throw new NotSupportedException($"{Text}{model.Count}{status}");
}
