namespace Signalbox.Engine.Workflows.Expressions;

/// <summary>The value of an expression.</summary>
/// <param name="Value">A plain value; null also when there is a fault.</param>
/// <param name="Fault">Why there is no value, in one sentence (a type error, an unknown name, a limit); null when there is one.</param>
public sealed record ExpressionResult(object? Value, string? Fault);
