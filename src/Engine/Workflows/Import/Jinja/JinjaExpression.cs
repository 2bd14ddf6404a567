namespace Signalbox.Engine.Workflows.Import.Jinja;

/// <summary>An expression of Jinja2, as far as it is translated.</summary>
/// <param name="At">Offset in the template or expression.</param>
internal abstract record JinjaExpression(int At)
{
    /// <summary>It and everything in it.</summary>
    public IEnumerable<JinjaExpression> All => Parts.SelectMany(p => p.All).Prepend(this);

    protected virtual IEnumerable<JinjaExpression> Parts => [];

    /// <summary>A text, a whole number, a double, a boolean or none.</summary>
    internal sealed record Literal(int At, object? Value) : JinjaExpression(At);

    /// <summary>A variable and the names below it.</summary>
    internal sealed record Name(int At, IReadOnlyList<string> Path) : JinjaExpression(At);

    /// <summary><c>value | filter(arguments)</c>, and <c>len(value)</c> as <c>length</c>.</summary>
    internal sealed record Filter(int At, JinjaExpression Value, string Filters, IReadOnlyList<JinjaExpression> Arguments) : JinjaExpression(At)
    {
        protected override IEnumerable<JinjaExpression> Parts => Arguments.Prepend(Value);
    }

    internal sealed record Not(int At, JinjaExpression Operand) : JinjaExpression(At)
    {
        protected override IEnumerable<JinjaExpression> Parts => [Operand];
    }

    /// <summary>Operands joined by <c>and</c>, or by <c>or</c>.</summary>
    internal sealed record Logic(int At, bool IsAnd, IReadOnlyList<JinjaExpression> Operands) : JinjaExpression(At)
    {
        protected override IEnumerable<JinjaExpression> Parts => Operands;
    }

    /// <summary><c>== != &lt; &lt;= &gt; &gt;= in</c>.</summary>
    internal sealed record Compare(int At, string Sign, JinjaExpression Left, JinjaExpression Right) : JinjaExpression(At)
    {
        protected override IEnumerable<JinjaExpression> Parts => [Left, Right];
    }

    /// <summary><c>is defined</c>.</summary>
    internal sealed record Defined(int At, JinjaExpression Value) : JinjaExpression(At)
    {
        protected override IEnumerable<JinjaExpression> Parts => [Value];
    }

    /// <summary>A list that is written out; may stand after <c>in</c> only.</summary>
    internal sealed record Items(int At, IReadOnlyList<JinjaExpression> Values) : JinjaExpression(At)
    {
        protected override IEnumerable<JinjaExpression> Parts => Values;
    }
}
