namespace Signalbox.Engine.Workflows.Expressions;

/// <summary>What parsing gave.</summary>
/// <param name="Expression">The expression; null when there is a fault.</param>
/// <param name="Fault">The fault in one sentence; null when there is none.</param>
/// <param name="Offset">Where in the text the fault is, in characters from 0.</param>
public sealed record ExpressionParseResult(Expression? Expression, string? Fault, int Offset);
