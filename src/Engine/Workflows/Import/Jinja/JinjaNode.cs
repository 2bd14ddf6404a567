namespace Signalbox.Engine.Workflows.Import.Jinja;

/// <summary>A part of a Jinja2 template.</summary>
internal abstract record JinjaNode
{
    /// <summary>Text as it is.</summary>
    internal sealed record Text(int At, string Content) : JinjaNode;

    /// <summary><c>{{ value }}</c>.</summary>
    internal sealed record Output(int At, JinjaExpression Value) : JinjaNode;

    /// <summary><c>if</c>, each <c>elif</c>, and <c>else</c>, which may be empty.</summary>
    internal sealed record If(int At, IReadOnlyList<(JinjaExpression Condition, IReadOnlyList<JinjaNode> Body)> Branches, IReadOnlyList<JinjaNode> Else) : JinjaNode;

    /// <summary><c>for variable in list</c>, and what stands there when the list is empty.</summary>
    internal sealed record For(int At, string Variable, JinjaExpression List, IReadOnlyList<JinjaNode> Body, IReadOnlyList<JinjaNode> Else) : JinjaNode;
}
