namespace Signalbox.Engine.Workflows.Expressions;

/// <summary>A node of a parsed expression.</summary>
/// <param name="Start">Offset of its first character in the text.</param>
/// <param name="End">Offset after its last character.</param>
internal abstract record ExpressionNode(int Start, int End)
{
    public virtual ExpressionKind Kind => ExpressionKind.Unknown;
}

/// <summary>A value that is written out.</summary>
internal sealed record LiteralNode(int Start, int End, object? Value) : ExpressionNode(Start, End)
{
    public override ExpressionKind Kind => Value switch
    {
        null => ExpressionKind.Null,
        bool => ExpressionKind.Boolean,
        string => ExpressionKind.Text,
        _ => ExpressionKind.Number,
    };
}

/// <summary>A name with its path.</summary>
internal sealed record NameNode(int Start, int End, string Path) : ExpressionNode(Start, End);

/// <summary><c>!</c> or <c>not</c>.</summary>
internal sealed record NotNode(int Start, int End, ExpressionNode Operand) : ExpressionNode(Start, End)
{
    public override ExpressionKind Kind => ExpressionKind.Boolean;
}

/// <summary>Operands joined by <c>&amp;&amp;</c>, or by <c>||</c>. A list, not a tree: a long chain must not nest.</summary>
internal sealed record LogicNode(int Start, int End, bool IsAnd, IReadOnlyList<ExpressionNode> Operands) : ExpressionNode(Start, End)
{
    public override ExpressionKind Kind => ExpressionKind.Boolean;
}

/// <summary>A comparison, or <c>in</c>.</summary>
internal sealed record CompareNode(int Start, int End, string Sign, ExpressionNode Left, ExpressionNode Right) : ExpressionNode(Start, End)
{
    public override ExpressionKind Kind => ExpressionKind.Boolean;
}

/// <summary>A call of a function.</summary>
internal sealed record CallNode(int Start, int End, string Function, IReadOnlyList<ExpressionNode> Arguments) : ExpressionNode(Start, End)
{
    public override ExpressionKind Kind => Function switch
    {
        "length" => ExpressionKind.Number,
        "default" => ExpressionKind.Unknown,
        _ => ExpressionKind.Boolean,
    };
}
